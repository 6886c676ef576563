package org.xenoscope.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes a dump of one domain in the order of `xl dump-core`: section headers, notes, registers,
/// shared info, pages at a multiple of 4096, the table of frames, the names of the sections.
/// Source: Xen 4.17, tools/libs/guest/xg_core.c and docs/misc/dump-core-format.txt.
public final class DomainCoreWriter {
    private static final int PAGE = 4096;

    private final boolean pv;
    private final List<long[]> entries = new ArrayList<>();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private long lie;

    /// One section to be written.
    private record Piece(String name, int type, ByteBuffer bytes, int entryBytes) {
        static Piece of(String name, int type, byte[] bytes, int entryBytes) {
            return new Piece(name, type, ByteBuffer.wrap(bytes), entryBytes);
        }

        int length() {
            return bytes.capacity();
        }
    }

    /// Starts a dump.
    ///
    /// @param pv whether the table is `.xen_p2m`, else `.xen_pfn`
    public DomainCoreWriter(boolean pv) {
        this.pv = pv;
    }

    /// Adds a page of 4096 bytes.
    ///
    /// @param pfn the guest's frame; -1 for padding
    /// @param mfn the machine frame; not written for an HVM domain
    public DomainCoreWriter page(long pfn, long mfn, byte[] contents) {
        entries.add(pv ? new long[] {pfn, mfn} : new long[] {pfn});
        pages.writeBytes(contents);
        return this;
    }

    /// Makes the header of the table of frames claim so many bytes more than there are.
    public DomainCoreWriter tableLiesBy(long bytes) {
        lie = bytes;
        return this;
    }

    /// {@return the file's bytes}
    public byte[] bytes() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        entries.forEach(entry -> table.writeBytes(NoteBytes.words64(entry)));
        byte[] notes =
                new NoteBytes()
                        .add("Xen", 0x200_0000, new byte[0])
                        .add(
                                "Xen",
                                0x200_0001,
                                NoteBytes.words64(
                                        pv ? 0xf00f_ebedL : 0xf00f_ebeeL, 1, entries.size(), PAGE))
                        .add("Xen", 0x200_0003, NoteBytes.words64(1))
                        .bytes();
        List<Piece> pieces =
                List.of(
                        Piece.of("", 0, new byte[0], 0),
                        Piece.of(".note.Xen", 7, notes, 0),
                        Piece.of(".xen_prstatus", 1, new byte[5168], 5168),
                        Piece.of(".xen_shared_info", 1, new byte[PAGE], PAGE),
                        Piece.of(".xen_pages", 1, pages.toByteArray(), PAGE),
                        Piece.of(
                                pv ? ".xen_p2m" : ".xen_pfn", 1, table.toByteArray(), pv ? 16 : 8));
        return lay(pieces);
    }

    private byte[] lay(List<Piece> pieces) {
        StringBuilder names = new StringBuilder();
        List<Piece> all = new ArrayList<>(pieces);
        all.forEach(piece -> names.append(piece.name()).append('\0'));
        int own = names.length();
        names.append(".shstrtab\0");
        all.add(Piece.of(".shstrtab", 3, names.toString().getBytes(StandardCharsets.US_ASCII), 0));
        int size = 64 + 64 * all.size() + PAGE;
        for (Piece piece : all) {
            size += piece.length();
        }
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elfHeader(file, all.size());
        int offset = 64 + 64 * all.size();
        int name = 0;
        for (int i = 0; i < all.size(); i++) {
            Piece piece = all.get(i);
            if (piece.name().equals(".xen_pages")) {
                offset = (offset + PAGE - 1) & -PAGE;
            }
            boolean table = i == all.size() - 2;
            int at = 64 + 64 * i;
            file.putInt(at, i == all.size() - 1 ? own : name).putInt(at + 4, piece.type());
            file.putLong(at + 24, i == 0 ? 0 : offset);
            file.putLong(at + 32, piece.length() + (table ? lie : 0));
            file.putLong(at + 56, piece.entryBytes());
            file.position(offset).put(piece.bytes().duplicate());
            offset += piece.length();
            name += piece.name().length() + 1;
        }
        byte[] bytes = new byte[offset];
        file.get(0, bytes);
        return bytes;
    }

    private static void elfHeader(ByteBuffer file, int sections) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        file.putShort(16, (short) 4).putShort(18, (short) 62).putInt(20, 1).putLong(40, 64);
        file.putShort(52, (short) 64).putShort(58, (short) 64);
        file.putShort(60, (short) sections).putShort(62, (short) (sections - 1));
    }
}
