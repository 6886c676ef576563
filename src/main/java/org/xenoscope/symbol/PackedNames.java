package org.xenoscope.symbol;

/// The names of a compressed table: each a length and so many numbers of tokens, in blocks of 256
/// whose starts the markers tell.
final class PackedNames {
    static final int BLOCK = 256;

    /// An expanded name is cut off here; the longest that Linux allows is 511.
    private static final int LONGEST = 1024;

    private final int count;
    private final int names;
    private final int countAt;
    private final int markersAt;
    private final boolean big;
    private final int[] markers;

    /// @param count names in all, those that are empty too
    /// @param names offset of the first
    /// @param countAt offset of the number of names
    /// @param markersAt offset of the markers
    /// @param big whether a length byte of 0x80 or more has a second byte (Linux 6.1 on)
    /// @param markers offset of each block from the first
    PackedNames(int count, int names, int countAt, int markersAt, boolean big, int[] markers) {
        this.count = count;
        this.names = names;
        this.countAt = countAt;
        this.markersAt = markersAt;
        this.big = big;
        this.markers = markers;
    }

    int count() {
        return count;
    }

    int names() {
        return names;
    }

    int countAt() {
        return countAt;
    }

    int markersAt() {
        return markersAt;
    }

    boolean big() {
        return big;
    }

    int[] markers() {
        return markers;
    }

    /// {@return offset behind `number` names from `from`, or -1 if they pass `end`}
    static int skip(Region region, int from, int number, boolean big, int end) {
        int at = from;
        for (int i = 0; i < number; i++) {
            if (at < 0 || at >= end) {
                return -1;
            }
            int length = region.u8(at++);
            if (big && length >= 0x80) {
                if (at >= end) {
                    return -1;
                }
                length = (length & 0x7f) | (region.u8(at++) << 7);
            }
            at += length;
        }
        return at <= end ? at : -1;
    }

    /// Receives names one after the other.
    interface Sink {
        /// Takes the name of that number: its type letter, then the name itself.
        void name(int number, byte[] bytes, int length);
    }

    /// Expands the names. A block that does not end where the next one begins is damaged: its names
    /// are left out.
    ///
    /// @return how many blocks were left out
    int expand(Region region, TokenTable tokens, Sink sink) {
        byte[] name = new byte[LONGEST + 128];
        int damaged = 0;
        for (int block = 0; block < markers.length; block++) {
            int first = block * BLOCK;
            int number = Math.min(BLOCK, count - first);
            int from = names + markers[block];
            int end = skip(region, from, number, big, markersAt);
            boolean last = block == markers.length - 1;
            if (end < 0 || (!last && end - names != markers[block + 1])) {
                damaged++;
                continue;
            }
            int at = from;
            for (int i = 0; i < number; i++) {
                int length = region.u8(at++);
                if (big && length >= 0x80) {
                    length = (length & 0x7f) | (region.u8(at++) << 7);
                }
                int used = 0;
                for (int k = 0; k < length && used < LONGEST; k++) {
                    byte[] token = tokens.strings().get(region.u8(at + k));
                    System.arraycopy(token, 0, name, used, token.length);
                    used += token.length;
                }
                at += length;
                sink.name(first + i, name, used);
            }
        }
        return damaged;
    }
}
