package org.xenoscope.dump;

import org.xenoscope.linux.KernelModule;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.ModuleList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.type.TypeSystem;

import java.util.List;

/// Finds a type by name among those of a kernel and of its modules.
final class TypeFinder {
    private TypeFinder() {}

    static Fact<TypeSystem> find(Linux linux, String name) {
        if (!(linux.types() instanceof Known<TypeSystem> kernel)) {
            return linux.types();
        }
        if (kernel.fact().named(name).isPresent()) {
            return kernel;
        }
        List<KernelModule> modules =
                linux.modules().value().map(ModuleList::modules).orElse(List.of());
        for (KernelModule module : modules) {
            Progress.current().check();
            if (linux.types(module) instanceof Known<TypeSystem> known
                    && known.fact().named(name).isPresent()) {
                return known;
            }
        }
        List<String> near = kernel.fact().namesLike(name.strip(), 3);
        return new Unknown<>(
                "dom%d's kernel and its modules have no type \"%s\"%s"
                        .formatted(
                                linux.domain(),
                                name.strip(),
                                near.isEmpty() ? "" : "; near it are " + String.join(", ", near)));
    }
}
