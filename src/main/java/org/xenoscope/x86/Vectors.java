package org.xenoscope.x86;

/// What the number of an exception or interrupt means. Source: Intel SDM volume 3A, table 6-1.
public final class Vectors {
    /// The non-maskable interrupt.
    public static final int NMI = 2;

    /// The double fault.
    public static final int DOUBLE_FAULT = 8;

    /// The page fault.
    public static final int PAGE_FAULT = 14;

    private static final String[] EXCEPTIONS = {
        "divide error",
        "debug exception",
        "NMI",
        "breakpoint",
        "overflow",
        "bound range exceeded",
        "invalid opcode",
        "device not available",
        "double fault",
        "coprocessor segment overrun",
        "invalid TSS",
        "segment not present",
        "stack fault",
        "general protection fault",
        "page fault",
        "",
        "x87 error",
        "alignment check",
        "machine check",
        "SIMD exception",
        "virtualisation exception",
        "control protection exception"
    };

    private static final int FIRST_INTERRUPT = 32;

    private Vectors() {}

    /// {@return what entered the kernel: "page fault", "NMI", "interrupt 0xfb"}
    public static String name(int vector) {
        if (vector >= FIRST_INTERRUPT) {
            return "interrupt 0x" + Integer.toHexString(vector);
        }
        boolean known = vector >= 0 && vector < EXCEPTIONS.length && !EXCEPTIONS[vector].isEmpty();
        return known ? EXCEPTIONS[vector] : "exception " + vector;
    }
}
