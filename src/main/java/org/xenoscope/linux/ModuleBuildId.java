package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.space.SpaceReader;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds the build id of a module: kept by kernels that print it in traces (`build_id`, 5.14 and
/// later), else in the module's notes, which `/sys/module/NAME/notes` leads to.
final class ModuleBuildId {
    private static final int BYTES = 20;
    private static final int MOST_NOTES = 8;
    private static final int MOST_NOTE_BYTES = 1 << 12;
    private static final String NOTES = "module_notes_attrs";
    private static final String FILE = "bin_attribute";

    private ModuleBuildId() {}

    /// {@return the id in hex}
    static Optional<String> of(KernelMemory memory, long module) {
        try {
            return kept(memory, module).or(() -> inNotes(memory, module));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> kept(KernelMemory memory, long module) {
        OptionalLong member = memory.offset("module", "build_id");
        if (member.isEmpty()) {
            return Optional.empty();
        }
        String text =
                HexFormat.of().formatHex(memory.reader().bytes(module + member.getAsLong(), BYTES));
        return text.matches("0*") ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> inNotes(KernelMemory memory, long module) {
        OptionalLong notes = memory.follow(OptionalLong.of(module), "module", "notes_attrs");
        OptionalLong files = memory.offset(NOTES, "attrs");
        OptionalLong each = memory.size(FILE);
        OptionalLong data = memory.offset(FILE, "private");
        OptionalLong size = memory.offset(FILE, "size");
        if (notes.isEmpty()
                || files.isEmpty()
                || each.isEmpty()
                || data.isEmpty()
                || size.isEmpty()) {
            return Optional.empty();
        }
        SpaceReader reader = memory.reader();
        OptionalLong count = memory.offset(NOTES, "notes");
        long most =
                count.isPresent()
                        ? Math.min(MOST_NOTES, reader.u32(notes.getAsLong() + count.getAsLong()))
                        : MOST_NOTES;
        for (int i = 0; i < most; i++) {
            long file = notes.getAsLong() + files.getAsLong() + i * each.getAsLong();
            OptionalLong note = memory.pointerAt(file + data.getAsLong());
            long bytes = reader.u64(file + size.getAsLong());
            if (note.isEmpty() || bytes <= 0 || bytes > MOST_NOTE_BYTES) {
                return Optional.empty();
            }
            Window window = new Window(reader, note.getAsLong(), (int) bytes);
            Optional<String> id = NoteBuildId.at(window).map(at -> NoteBuildId.text(window, at));
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }
}
