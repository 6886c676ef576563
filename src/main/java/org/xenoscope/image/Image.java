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
    /// {@return the file}
    Path path();

    /// {@return the bytes of the file itself}
    ByteSource file();

    /// {@return the container in words: "ELF64 core"}
    String format();

    /// {@return `e_machine` of the container: 62 x86_64, 3 i386; 0 if it does not say}
    int elfMachine();

    /// Finds the byte of the file behind a machine address (route R1).
    ///
    /// @return the file offset, or the negative {@link org.xenoscope.place.HoleReason#code} if
    ///   there is none
    long fileOffset(long maddr);

    /// {@return the hole at a machine address for which {@link #fileOffset} is negative}
    Hole hole(long maddr);

    /// {@return the machine address stored at `fileOffset`, or the code of `NOT_MEMORY`}
    long machineAddress(long fileOffset);

    /// {@return what the byte of the file is that is no memory: "the ELF header", "a note"}
    String describeFileOffset(long fileOffset);

    /// {@return how many program headers hold this machine address in the file; above 1 is an
    /// overlap}
    int headersHolding(long maddr);

    /// {@return the program header that serves `maddr`, in words: "PT_LOAD #2"; its bytes' offset
    /// is {@link #headerFileOffset}}
    int headerIndex(long maddr);

    /// {@return the file offset of the program header with that index}
    long headerFileOffset(int index);

    /// {@return what the dump holds, disjoint and sorted by machine address}
    List<MachineRun> runs();

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
