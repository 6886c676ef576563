package org.xenoscope.image;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.Part;

import java.nio.file.Path;
import java.util.List;

/// An open dump file as machine memory.
///
/// Machine addresses are unsigned 64-bit byte numbers. Nothing is read ahead; the time to open does
/// not depend on the size of the file.
public interface Image extends AutoCloseable {
    /// What {@link #fileOffset} gives for a byte that is stored compressed, or in another file.
    long INSIDE_A_PAGE = Long.MIN_VALUE;

    /// {@return the file}
    Path path();

    /// {@return the bytes of the file itself}
    ByteSource file();

    /// {@return whose memory the dump holds}
    default Whose whose() {
        return Whose.MACHINE;
    }

    /// {@return the container in words: "ELF64 core"}
    String format();

    /// {@return `e_machine` of the container: 62 x86_64, 3 i386; 0 if it does not say}
    int elfMachine();

    /// Finds the byte of the file behind a machine address (route R1).
    ///
    /// @return the file offset; {@link #INSIDE_A_PAGE} if the dump holds the byte but no byte of
    ///   the file is it; or the negative {@link org.xenoscope.place.HoleReason#code} of a hole
    long fileOffset(long maddr);

    /// {@return whether the dump says that it holds the byte at `maddr`}. Damage of a page that is
    /// stored compressed shows only when it is read.
    default boolean holds(long maddr) {
        long offset = fileOffset(maddr);
        return offset >= 0 || offset == INSIDE_A_PAGE;
    }

    /// {@return what in the file says where the byte at `maddr` is, or that it is missing}
    Origin origin(long maddr);

    /// {@return the hole at a machine address that the dump does not hold}
    Hole hole(long maddr);

    /// {@return the machine address stored at `fileOffset`, or the code of `NOT_MEMORY`}
    long machineAddress(long fileOffset);

    /// {@return what the byte of the file is that is no memory: "the ELF header", "a note"}
    String describeFileOffset(long fileOffset);

    /// {@return how many program headers hold this machine address in the file; above 1 is an
    /// overlap}
    int headersHolding(long maddr);

    /// {@return what the dump holds, disjoint and sorted by machine address}. A container that
    /// tells page by page joins neighbours where the stretches are very many: a run may then
    /// enclose holes.
    List<MachineRun> runs();

    /// {@return how many bytes of a run, from its byte `inRun` on, are known to be zeros without
    /// reading them: a sparse file holds no data there}
    default long emptyBytes(MachineRun run, long inRun) {
        if (run.fileOffset() < 0) {
            return 0;
        }
        long offset = run.fileOffset() + inRun;
        return Math.min(file().nextData(offset) - offset, run.bytes() - inRun);
    }

    /// {@return how many bytes of machine memory the dump holds}
    long memoryBytes();

    /// {@return the largest range of machine addresses around `maddr` that are alike}
    Extent extentAt(long maddr);

    /// {@return the 64-bit number at `maddr`, which may straddle runs}
    ///
    /// @throws org.xenoscope.bytes.UnreadableException with the hole of the first missing byte
    long u64(long maddr);

    /// {@return the 32-bit number at `maddr`, zero-extended}
    ///
    /// @throws org.xenoscope.bytes.UnreadableException with the hole of the first missing byte
    long u32(long maddr);

    /// {@return the unsigned byte at `maddr`}
    ///
    /// @throws org.xenoscope.bytes.UnreadableException with the hole if it is missing
    default int u8(long maddr) {
        byte[] one = new byte[1];
        read(maddr, one, 0, 1);
        return one[0] & 0xff;
    }

    /// Copies bytes that are all present.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException with the hole of the first missing byte
    void read(long maddr, byte[] target, int start, int length);

    /// {@return the pieces of the file that hold notes, in header order}
    List<NoteSegment> noteSegments();

    /// {@return headers and tables as a tree, without the notes}
    List<Part> parts();

    /// {@return damage met while the headers were read}
    List<Finding> findings();

    @Override
    void close();
}
