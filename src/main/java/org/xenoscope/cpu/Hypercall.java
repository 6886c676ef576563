package org.xenoscope.cpu;

import java.util.Locale;

/// A hypercall that a VCPU stood in.
///
/// Numbers and commands: xen/include/public/xen.h, sched.h, vcpu.h, event_channel.h, Xen 3.0 to
/// 4.20.
///
/// @param number its number
/// @param arguments what is known of its arguments, in words; may be empty
/// @param how how the number is known
public record Hypercall(int number, String arguments, String how) {
    private static final String[] NAMES = {
        "set_trap_table",
        "mmu_update",
        "set_gdt",
        "stack_switch",
        "set_callbacks",
        "fpu_taskswitch",
        "sched_op_compat",
        "platform_op",
        "set_debugreg",
        "get_debugreg",
        "update_descriptor",
        "",
        "memory_op",
        "multicall",
        "update_va_mapping",
        "set_timer_op",
        "event_channel_op_compat",
        "xen_version",
        "console_io",
        "physdev_op_compat",
        "grant_table_op",
        "vm_assist",
        "update_va_mapping_otherdomain",
        "iret",
        "vcpu_op",
        "set_segment_base",
        "mmuext_op",
        "xsm_op",
        "nmi_op",
        "sched_op",
        "callback_op",
        "xenoprof_op",
        "event_channel_op",
        "physdev_op",
        "hvm_op",
        "sysctl",
        "domctl",
        "kexec_op",
        "tmem_op",
        "argo_op",
        "xenpmu_op",
        "dm_op",
        "hypfs_op"
    };

    private static final String[] SCHEDULE = {
        "yield",
        "block",
        "shutdown",
        "poll",
        "remote_shutdown",
        "shutdown_code",
        "watchdog",
        "pin_override"
    };

    private static final String[] REASONS = {
        "poweroff", "reboot", "suspend", "crash", "watchdog", "soft_reset"
    };

    private static final String[] VCPU = {
        "initialise",
        "up",
        "down",
        "is_up",
        "get_runstate_info",
        "register_runstate_memory_area",
        "set_periodic_timer",
        "stop_periodic_timer",
        "set_singleshot_timer",
        "stop_singleshot_timer",
        "register_vcpu_info",
        "send_nmi"
    };

    /// Numbers that a guest may use.
    static final int MOST = 64;

    static final int VCPU_OP = 24;
    static final int SCHED_OP = 29;

    /// {@return its name; empty if it has none}
    public String name() {
        return named(NAMES, number);
    }

    /// {@return the number of the hypercall of that name, or -1}
    static int numberOf(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    static String scheduleCommand(long command) {
        return numbered(SCHEDULE, command);
    }

    static String vcpuCommand(long command) {
        return numbered(VCPU, command);
    }

    static String reason(long reason) {
        return numbered(REASONS, reason);
    }

    private static String named(String[] names, long number) {
        return number >= 0 && number < names.length ? names[(int) number] : "";
    }

    private static String numbered(String[] names, long number) {
        return (Long.toUnsignedString(number) + " " + named(names, number)).strip();
    }

    /// {@return "hypercall 29 sched_op(2 shutdown, reason 3 crash)"}
    public String says() {
        String call = ("hypercall " + number + " " + name()).strip();
        return arguments.isEmpty() ? call : call + "(" + arguments + ")";
    }
}
