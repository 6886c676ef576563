package org.xenoscope.image.kdump;

import org.jspecify.annotations.Nullable;
import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Progress;

/// One bit a frame: bit `p % 8` of byte `p / 8` stands for frame `p`.
///
/// How many bits are set before a frame is its rank, the index of its page descriptor. Sums are
/// kept for blocks of frames, counted in one pass over the bitmap when first asked for: 32 MiB for
/// a machine of 1 TiB.
final class Bitmap {
    /// Frames a sum is kept for, as a power of two; more where the bitmap is so long that the sums
    /// would be too many.
    private static final int LEAST_SHIFT = 9;

    private static final int MOST_SUMS = 1 << 22;

    /// Blocks between two questions whether to stop.
    private static final int STRIDE = 1 << 13;

    private final ByteSource file;
    private final long offset;
    private final long bits;
    private final int shift;
    // Written without order: two threads may count at once and find the same.
    private @Nullable Sums sums;

    /// What was counted.
    private static final class Sums {
        private final long[] before;
        private final long end;

        /// Keeps the sums.
        ///
        /// @param before bits set before each block; one more entry than blocks
        /// @param end the first frame whose bit cannot be read
        Sums(long[] before, long end) {
            this.before = before;
            this.end = end;
        }

        long[] before() {
            return before;
        }

        long end() {
            return end;
        }
    }

    /// Makes the bitmap; reads nothing yet.
    ///
    /// @param offset its first byte in the file
    /// @param bits frames it tells of
    Bitmap(ByteSource file, long offset, long bits) {
        this.file = file;
        this.offset = offset;
        long room = offset < file.size() ? file.size() - offset : 0;
        this.bits = bits / 8 < room ? bits : room * 8;
        int wanted = LEAST_SHIFT;
        while (this.bits >>> wanted >= MOST_SUMS) {
            wanted++;
        }
        shift = wanted;
    }

    /// {@return where the bit of a frame lies in the file}
    long byteOffset(long frame) {
        return offset + (frame >>> 3);
    }

    /// {@return whether the bit of a frame is set; false behind the end}
    boolean get(long frame) {
        return Long.compareUnsigned(frame, end()) < 0
                && (file.u8(byteOffset(frame)) >>> (frame & 7) & 1) != 0;
    }

    /// {@return the first frame whose bit the file does not hold}
    long end() {
        return sums().end();
    }

    /// {@return whether the bits have been counted}
    boolean counted() {
        return sums != null;
    }

    /// {@return how many bits are set}
    long count() {
        long[] before = sums().before();
        return before[before.length - 1];
    }

    /// {@return how many bits are set before `frame`, which is not behind the end}
    long rank(long frame) {
        Sums known = sums();
        long within = Math.min(frame, known.end());
        long block = within >>> shift;
        long rank = known.before()[(int) block];
        for (long at = block << shift; at < within; at += 64) {
            rank += Long.bitCount(word(at, within));
        }
        return rank;
    }

    /// {@return the frame with that rank: the one whose bit is the `rank`-th set one, from 0; the
    /// end if there are fewer}
    long frame(long rank) {
        Sums known = sums();
        long[] before = known.before();
        if (rank < 0 || rank >= before[before.length - 1]) {
            return known.end();
        }
        int low = 0;
        int high = before.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (before[middle] <= rank) {
                low = middle;
            } else {
                high = middle;
            }
        }
        long left = rank - before[low];
        for (long at = (long) low << shift; ; at += 64) {
            long word = word(at, known.end());
            int count = Long.bitCount(word);
            if (left < count) {
                for (; left > 0; left--) {
                    word &= word - 1;
                }
                return at + Long.numberOfTrailingZeros(word);
            }
            left -= count;
        }
    }

    /// {@return the first frame behind `frame` whose bit is not the same; the end if all are}
    long endOfRun(long frame) {
        Sums known = sums();
        long flip = get(frame) ? -1L : 0;
        long at = frame & -64L;
        long mask = -1L << (frame & 63);
        while (at < known.end()) {
            long differ = (word(at, known.end()) ^ flip) & mask;
            if (differ != 0) {
                return Math.min(at + Long.numberOfTrailingZeros(differ), known.end());
            }
            mask = -1L;
            at += 64;
            if ((at & ((1L << shift) - 1)) == 0) {
                at = skipForward(known, at, flip != 0);
            }
        }
        return known.end();
    }

    private long skipForward(Sums known, long at, boolean set) {
        long next = at;
        while (next + (1L << shift) <= known.end()) {
            int block = (int) (next >>> shift);
            long count = known.before()[block + 1] - known.before()[block];
            if (count != (set ? 1L << shift : 0)) {
                break;
            }
            next += 1L << shift;
        }
        return next;
    }

    /// {@return the first frame of those around `frame` whose bits are all the same}
    long startOfRun(long frame) {
        Sums known = sums();
        long flip = get(frame) ? -1L : 0;
        long at = frame & -64L;
        long mask = -1L >>> (63 - (frame & 63));
        while (true) {
            long differ = (word(at, known.end()) ^ flip) & mask;
            if (differ != 0) {
                return at + 64 - Long.numberOfLeadingZeros(differ);
            }
            mask = -1L;
            if ((at & ((1L << shift) - 1)) == 0) {
                at = skipBackward(known, at, flip != 0);
            }
            if (at == 0) {
                return 0;
            }
            at -= 64;
        }
    }

    private long skipBackward(Sums known, long at, boolean set) {
        long next = at;
        while (next > 0) {
            int block = (int) (next >>> shift) - 1;
            long count = known.before()[block + 1] - known.before()[block];
            if (count != (set ? 1L << shift : 0)) {
                break;
            }
            next -= 1L << shift;
        }
        return next;
    }

    /// {@return 64 bits from frame `at`, a multiple of 64; those from `end` on are 0}
    private long word(long at, long end) {
        if (at >= end) {
            return 0;
        }
        long where = byteOffset(at);
        long word = 0;
        if (file.size() - where >= 8) {
            word = file.u64(where);
        } else {
            for (int i = 0; i < 8 && where + i < file.size(); i++) {
                word |= (long) file.u8(where + i) << (8 * i);
            }
        }
        return end - at < 64 ? word & ((1L << (end - at)) - 1) : word;
    }

    private Sums sums() {
        Sums known = sums;
        if (known == null) {
            known = count(Progress.current());
            sums = known;
        }
        return known;
    }

    private Sums count(Progress progress) {
        int blocks = (int) ((bits + (1L << shift) - 1) >>> shift);
        long[] before = new long[blocks + 1];
        long end = bits;
        for (int block = 0; block < blocks; block++) {
            if (block % STRIDE == 0) {
                progress.check();
            }
            long sum = 0;
            if (end == bits) {
                long next = Math.min(bits, (block + 1L) << shift);
                try {
                    for (long at = (long) block << shift; at < next; at += 64) {
                        sum += Long.bitCount(word(at, bits));
                    }
                } catch (UnreadableException _) {
                    // the part that cannot be read says nothing of its frames, nor of those behind
                    end = (long) block << shift;
                    sum = 0;
                }
            }
            before[block + 1] = before[block] + sum;
        }
        return new Sums(before, end);
    }
}
