package org.xenoscope.linux;

import java.util.List;
import java.util.Optional;

/// The modules of a kernel.
///
/// @param modules the one loaded last first
/// @param closed whether the list leads back to its head
/// @param says how the list was read, in words
public record ModuleList(List<KernelModule> modules, boolean closed, String says) {
    /// Keeps its own copy.
    public ModuleList {
        modules = List.copyOf(modules);
    }

    /// {@return the module of that name}
    public Optional<KernelModule> named(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }
}
