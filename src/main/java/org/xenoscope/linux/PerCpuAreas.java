package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Where each VCPU of a kernel has its own copy of per-CPU variables: at the symbol plus
/// `__per_cpu_offset[cpu]`. Up to Linux 6.14 such symbols are offsets, later addresses; the sum is
/// right for both.
///
/// @param areas by number
public record PerCpuAreas(List<Area> areas) {
    /// VCPUs that a domain may have (MAX_VIRT_CPUS of Xen).
    static final int MOST = 8192;

    /// Keeps its own copy.
    public PerCpuAreas {
        areas = List.copyOf(areas);
    }

    /// The area of one VCPU.
    ///
    /// @param cpu its number
    /// @param offset what is added to a per-CPU symbol
    public record Area(int cpu, long offset) {
        /// {@return the address of this VCPU's copy}
        ///
        /// @param symbol address of the per-CPU symbol
        public long address(long symbol) {
            return symbol + offset;
        }
    }

    /// {@return the areas, or why they are not known}
    static Fact<PerCpuAreas> read(KernelMemory memory) {
        OptionalLong table = memory.symbol("__per_cpu_offset");
        if (table.isEmpty()) {
            return new Unknown<>("no symbol names __per_cpu_offset");
        }
        SpaceReader reader = memory.reader();
        long count = memory.number("nr_cpu_ids").orElse(1);
        count = count < 1 || count > MOST ? 1 : count;
        List<Area> areas = new ArrayList<>();
        try {
            for (int cpu = 0; cpu < count; cpu++) {
                long offset = reader.u64(table.getAsLong() + 8L * cpu);
                // the entry of a VCPU that never came up keeps the value of the first, at boot
                boolean repeated = cpu > 0 && areas.stream().anyMatch(a -> a.offset() == offset);
                if ((offset != 0 && !repeated) || cpu == 0) {
                    areas.add(new Area(cpu, offset));
                }
            }
        } catch (UnreadableException exception) {
            if (areas.isEmpty()) {
                return new Unknown<>(Words.inside(exception.hole()));
            }
        }
        return Known.at(new PerCpuAreas(areas), "__per_cpu_offset", reader.at(table.getAsLong()));
    }
}
