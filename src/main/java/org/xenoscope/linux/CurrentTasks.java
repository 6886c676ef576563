package org.xenoscope.linux;

import java.util.OptionalLong;

/// The task that each VCPU was running: `current_task` (to Linux 6.1, and from 6.15), or
/// `current_task` in `pcpu_hot` (6.2 to 6.14).
final class CurrentTasks {
    private CurrentTasks() {}

    /// {@return the address of the task that a VCPU runs}
    static OptionalLong pointer(KernelMemory memory, PerCpuAreas.Area area) {
        OptionalLong symbol = memory.symbol("current_task");
        if (symbol.isEmpty() && memory.symbol("pcpu_hot").isPresent()) {
            symbol =
                    OptionalLong.of(
                            memory.symbol("pcpu_hot").getAsLong()
                                    + memory.offset("pcpu_hot", "current_task", 0));
        }
        return symbol.isEmpty()
                ? OptionalLong.empty()
                : memory.pointerAt(area.address(symbol.getAsLong()));
    }
}
