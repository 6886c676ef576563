package org.xenoscope.image.kdump;

import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.UnreadableException;

import java.util.Optional;

/// One file of a dump: all of it, or a part of one that was written in several (`--split`).
///
/// A part has the bitmaps of the whole dump and the descriptors of its own frames alone.
final class KdumpFile {
    /// Descriptors at the end of the table that tell whether the file was cut short.
    private static final int TAIL = 1 << 10;

    private final DumpFile file;
    private final KdumpHeader header;
    private final SubHeader sub;
    private final long frames;
    private final Bitmap exists;
    private final Bitmap stored;
    // Computed when first asked for; two threads may do so at once and find the same.
    private byte whole;

    private KdumpFile(DumpFile file, KdumpHeader header, SubHeader sub) {
        this.file = file;
        this.header = header;
        this.sub = sub;
        long wanted = sub.frames() != 0 ? sub.frames() : header.frames();
        long room = header.bitmapBlocks() * header.blockBytes() * 8L;
        boolean two = header.twoBitmaps(Math.min(Math.max(wanted, 0), room));
        frames = Math.min(Math.max(wanted, 0), two ? room / 2 : room);
        long half = header.bitmapBlocks() / 2 * header.blockBytes();
        exists = new Bitmap(file, header.bitmapOffset(), frames);
        stored = two ? new Bitmap(file, header.bitmapOffset() + half, frames) : exists;
    }

    /// Reads the headers of a file.
    ///
    /// @return empty if they make no sense
    /// @throws UnreadableException if the file ends within them
    static Optional<KdumpFile> read(DumpFile file) {
        return KdumpHeader.read(file)
                .map(header -> new KdumpFile(file, header, SubHeader.read(file, header)));
    }

    DumpFile file() {
        return file;
    }

    KdumpHeader header() {
        return header;
    }

    SubHeader sub() {
        return sub;
    }

    /// {@return one more than the last frame that the bitmaps tell of}
    long frames() {
        return frames;
    }

    /// {@return what the headers say of the frames, where that is more than the bitmaps hold}
    long claimedFrames() {
        return sub.frames() != 0 ? sub.frames() : header.frames();
    }

    /// {@return the first bitmap: frames that exist}
    Bitmap exists() {
        return exists;
    }

    /// {@return the second bitmap: frames that are in the dump; the first if there is one only}
    Bitmap stored() {
        return stored;
    }

    /// {@return the first frame that this file describes}
    long first() {
        return sub.split() ? Math.min(Math.max(sub.first(), 0), frames) : 0;
    }

    /// {@return the first frame behind those that this file describes}
    long end() {
        return sub.split() ? Math.min(Math.max(sub.end(), first()), frames) : frames;
    }

    boolean describes(long frame) {
        return frame >= first() && frame < end();
    }

    /// {@return the index of the descriptor of a frame that is in the dump and described here}
    long index(long frame) {
        long before = sub.split() ? stored.rank(first()) : 0;
        return stored.rank(frame) - before;
    }

    /// {@return how many descriptors the file has}
    long descriptors() {
        return stored.rank(end()) - stored.rank(first());
    }

    /// {@return the descriptor of a frame}
    ///
    /// @throws UnreadableException if the file ends before it
    PageDescriptor descriptor(long frame) {
        return PageDescriptor.read(file, header.descriptorOffset(), index(frame));
    }

    /// {@return whether the last pages lie in the file: if not, each page must be asked}
    boolean whole() {
        if (whole == 0) {
            whole = (byte) (findWhole() ? 1 : 2);
        }
        return whole == 1;
    }

    private boolean findWhole() {
        long count = descriptors();
        if ((header.status() & KdumpHeader.INCOMPLETE) != 0
                || stored.end() < frames
                || exists.end() < frames) {
            return false;
        }
        try {
            for (long i = Math.max(0, count - TAIL); i < count; i++) {
                PageDescriptor last = PageDescriptor.read(file, header.descriptorOffset(), i);
                if (last.offset() == 0
                        || last.size() > file.size()
                        || Long.compareUnsigned(last.offset(), file.size() - last.size()) > 0) {
                    return false;
                }
            }
            return true;
        } catch (UnreadableException _) {
            return false;
        }
    }
}
