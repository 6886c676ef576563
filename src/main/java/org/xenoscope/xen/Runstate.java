package org.xenoscope.xen;

import java.util.List;

/// What the scheduler last said of a VCPU: `struct vcpu_runstate_info`, xen/include/public/vcpu.h.
///
/// @param state what it does
/// @param since when that began, ns since the boot
/// @param times ns that it spent in each state, in the order of {@link State}
public record Runstate(State state, long since, List<Long> times) {
    /// What a VCPU does; the order is Xen's.
    public enum State {
        /// it is on a pCPU
        RUNNING,
        /// it could run and waits for a pCPU
        RUNNABLE,
        /// it waits for an event
        BLOCKED,
        /// it is down, paused or never started
        OFFLINE;

        /// {@return the state that Xen writes as that number}
        static java.util.Optional<State> of(int number) {
            return switch (number) {
                case 0 -> java.util.Optional.of(RUNNING);
                case 1 -> java.util.Optional.of(RUNNABLE);
                case 2 -> java.util.Optional.of(BLOCKED);
                case 3 -> java.util.Optional.of(OFFLINE);
                default -> java.util.Optional.empty();
            };
        }

        /// {@return the word for people}
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// {@return ns in all}
    public long total() {
        return times.stream().mapToLong(Long::longValue).sum();
    }
}
