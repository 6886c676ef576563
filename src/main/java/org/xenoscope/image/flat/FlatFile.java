package org.xenoscope.image.flat;

import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;

import java.nio.file.Path;
import java.util.List;

/// A flattened file (`makedumpfile -F`) as the file that `makedumpfile -R` would make of it.
///
/// Offsets are those of the file put together. A byte that no record holds is a `TRUNCATED` hole,
/// never a zero.
public final class FlatFile implements DumpFile {
    private final DumpFile disk;
    private final Records records;
    // The last record that was hit. Read and written without order: a stale one costs a search.
    private int recent;

    private FlatFile(DumpFile disk, Records records) {
        this.disk = disk;
        this.records = records;
    }

    /// {@return whether a file begins as flattened files do}
    public static boolean is(byte[] head) {
        byte[] signature = {'m', 'a', 'k', 'e', 'd', 'u', 'm', 'p', 'f', 'i', 'l', 'e', 0};
        return head.length >= signature.length
                && java.util.Arrays.equals(
                        head, 0, signature.length, signature, 0, signature.length);
    }

    /// Lists the records of a file: reads their heads, hopping over what they hold.
    ///
    /// @param disk the file as it lies; closed with this one
    /// @throws UnreadableException if the file is not readable any more
    /// @throws java.util.concurrent.CancellationException if `progress` says stop
    public static FlatFile of(DumpFile disk, Progress progress) {
        return new FlatFile(disk, Records.read(disk, progress));
    }

    @Override
    public List<Finding> findings() {
        return records.findings();
    }

    /// {@return whether any record holds a byte}
    public boolean isEmpty() {
        return records.size() == 0;
    }

    @Override
    public Path path() {
        return disk.path();
    }

    @Override
    public String wrapping() {
        return ", flattened";
    }

    @Override
    public long size() {
        return records.size();
    }

    @Override
    public byte[] head(int most) {
        byte[] head = new byte[(int) Math.min(size(), most)];
        for (long at = 0; at < head.length; ) {
            int record = find(at);
            long end = Math.min(head.length, record < 0 ? records.next(at) : records.end(record));
            if (record >= 0) {
                disk.read(records.disk(record, at), head, (int) at, (int) (end - at));
            }
            at = end;
        }
        return head;
    }

    /// {@return where on the disk the byte at an offset of the file put together lies}
    ///
    /// @throws UnreadableException if no record holds it
    public long diskOffset(long offset) {
        return records.disk(present(offset), offset);
    }

    @Override
    public int u8(long offset) {
        return disk.u8(diskOffset(offset));
    }

    @Override
    public int u16(long offset) {
        long at = together(offset, 2);
        return at >= 0 ? disk.u16(at) : (int) assemble(offset, 2);
    }

    @Override
    public long u32(long offset) {
        long at = together(offset, 4);
        return at >= 0 ? disk.u32(at) : assemble(offset, 4);
    }

    @Override
    public long u64(long offset) {
        long at = together(offset, 8);
        return at >= 0 ? disk.u64(at) : assemble(offset, 8);
    }

    /// The place on the disk of bytes that one record holds, or -1.
    private long together(long offset, int length) {
        int record = present(offset);
        return records.end(record) - offset >= length ? records.disk(record, offset) : -1;
    }

    private long assemble(long offset, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | u8(offset + i);
        }
        return number;
    }

    @Override
    public void read(long offset, byte[] target, int start, int length) {
        if (start < 0 || length < 0 || length > target.length - start) {
            throw new IllegalArgumentException("the target has no room for these bytes");
        }
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int record = present(at);
            int part = (int) Math.min(length - done, records.end(record) - at);
            disk.read(records.disk(record, at), target, start + done, part);
            done += part;
        }
    }

    private int present(long offset) {
        int record = find(offset);
        if (record < 0) {
            throw new UnreadableException(
                    new Hole(
                            HoleReason.TRUNCATED,
                            "The flattened file has no record of offset 0x%x of the file put together."
                                    .formatted(offset)));
        }
        return record;
    }

    private int find(long offset) {
        int hint = recent;
        if (records.holds(hint, offset)) {
            return hint;
        }
        int found = records.find(offset);
        if (found >= 0) {
            recent = found;
        }
        return found;
    }

    @Override
    public void close() {
        disk.close();
    }
}
