package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.ListWalk;
import org.xenoscope.type.TypeSystem;

import java.util.Optional;
import java.util.OptionalLong;

/// The types of a module, which go on from its kernel's.
///
/// A module's own pointer to them (`btf_data`) is cleared when it has been loaded; the list
/// `btf_modules` (5.11 and later) keeps them.
final class ModuleTypes {
    private static final int MOST = 20_000;
    private static final int MOST_BYTES = 1 << 24;
    private static final String ENTRY = "btf_module";

    private ModuleTypes() {}

    /// {@return the types of a module, with its kernel's}
    static Optional<TypeSystem> of(KernelMemory memory, KernelModule module) {
        OptionalLong head = memory.symbol("btf_modules");
        if (head.isEmpty() || memory.types().isEmpty()) {
            return Optional.empty();
        }
        SpaceReader reader = memory.reader();
        long node = memory.offset(ENTRY, "list", 0);
        for (long entry : ListWalk.of(reader, head.getAsLong(), node, MOST).entries()) {
            try {
                if (reader.u64(entry + memory.offset(ENTRY, "module", 16))
                        == module.where().address()) {
                    long btf = reader.u64(entry + memory.offset(ENTRY, "btf", 24));
                    return read(memory, module, btf);
                }
            } catch (UnreadableException _) {
                // this entry is lost; another may be the module's
            }
        }
        return Optional.empty();
    }

    private static Optional<TypeSystem> read(KernelMemory memory, KernelModule module, long btf) {
        OptionalLong data = memory.pointerAt(btf + memory.offset("btf", "data", 0));
        OptionalLong size = memory.offset("btf", "data_size");
        if (data.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        long bytes = memory.reader().u32(btf + size.getAsLong());
        return bytes > MOST_BYTES
                ? Optional.empty()
                : memory.types()
                        .orElseThrow()
                        .extendedBy(
                                memory.reader().bytes(data.getAsLong(), (int) bytes),
                                "BTF of module " + module.name());
    }
}
