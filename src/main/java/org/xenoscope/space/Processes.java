package org.xenoscope.space;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Unknown;

/// Where the processes of domains have their page tables. A higher room knows the tasks of a kernel
/// and hands this in; see {@link Spaces#processes}.
@FunctionalInterface
public interface Processes {
    /// Nobody knows a process.
    Processes NONE =
            (domain, pid) ->
                    new Unknown<>("the processes of dom%d are not known".formatted(domain));

    /// The page tables of a process.
    ///
    /// @param pgd kernel virtual address of its top table (`mm->pgd`), in its domain
    /// @param words who it is and how that is known: `mm->pgd of process 1 (init)`
    record Tables(long pgd, String words) {}

    /// {@return the page tables of a process, or why they are not known: no such process, a kernel
    /// thread, no list of tasks}
    ///
    /// @param domain the domain's number
    /// @param pid the process's number
    Fact<Tables> tables(int domain, long pid);
}
