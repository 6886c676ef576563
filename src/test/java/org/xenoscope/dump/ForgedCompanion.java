package org.xenoscope.dump;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

/// Writes a small ELF file of symbols, as `xen-syms`, `vmlinux` and `.debug` files are: a note with
/// a build id, `.symtab`, `.strtab` (System V gABI, chapters 4 and 5).
public final class ForgedCompanion {
    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int SYMBOL = 24;
    private static final int SECTIONS = 5;

    private ForgedCompanion() {}

    /// Writes the file.
    ///
    /// @param buildId in hex, 20 bytes
    /// @param symbols address of each name
    public static Path write(Path file, String buildId, Map<String, Long> symbols)
            throws IOException {
        byte[] id = HexFormat.of().parseHex(buildId);
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        ByteBuffer table = little(SYMBOL * (symbols.size() + 1));
        table.position(SYMBOL);
        for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
            // a global function in section 1, which is code
            table.putInt(strings.size()).put((byte) 0x12).put((byte) 0).putShort((short) 1);
            table.putLong(symbol.getValue()).putLong(0);
            strings.write(symbol.getKey().getBytes(StandardCharsets.ISO_8859_1));
            strings.write(0);
        }
        ByteBuffer note = little(16 + id.length);
        note.putInt(4).putInt(id.length).putInt(3).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
        note.put(id);
        int noteAt = HEADER + SECTION * SECTIONS;
        int tableAt = noteAt + note.capacity();
        int stringsAt = tableAt + table.capacity();
        ByteBuffer all = little(stringsAt + strings.size());
        all.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        all.putShort((short) 2).putShort((short) 62).putInt(1);
        all.putLong(0).putLong(0).putLong(HEADER).putInt(0).putShort((short) HEADER);
        all.putShort((short) 56).putShort((short) 0).putShort((short) SECTION);
        all.putShort((short) SECTIONS).putShort((short) 0);
        section(all, 1, 8, 6, 0, 0, 0);
        section(all, 2, 7, 2, noteAt, note.capacity(), 0);
        section(all, 3, 2, 0, tableAt, table.capacity(), 4);
        section(all, 4, 3, 0, stringsAt, strings.size(), 0);
        all.put(noteAt, note.array()).put(tableAt, table.array());
        all.put(stringsAt, strings.toByteArray());
        return Files.write(file, all.array());
    }

    private static void section(
            ByteBuffer all, int index, int type, long flags, long at, long bytes, int link) {
        all.position(HEADER + index * SECTION);
        all.putInt(0).putInt(type).putLong(flags).putLong(0).putLong(at).putLong(bytes);
        all.putInt(link).putInt(0).putLong(1).putLong(0);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
