package org.xenoscope.image.kdump;

import org.jspecify.annotations.Nullable;

/// Pages that were decompressed, within a bound: by frame, and by where they are stored, since all
/// pages of zeros share one place.
///
/// Slots are read and written without order. An entry never changes once it is made, so that a
/// thread finds an old entry or a new one, both true; at worst a page is decompressed twice.
final class PageCache {
    /// Bytes of pages kept in each of the two tables.
    private static final int BYTES = 16 << 20;

    private final @Nullable Framed[] frames;
    private final @Nullable Stored[] places;
    private final int mask;

    private static final class Framed {
        private final long frame;
        private final byte[] bytes;

        Framed(long frame, byte[] bytes) {
            this.frame = frame;
            this.bytes = bytes;
        }
    }

    private static final class Stored {
        private final int part;
        private final PageDescriptor descriptor;
        private final byte[] bytes;

        Stored(int part, PageDescriptor descriptor, byte[] bytes) {
            this.part = part;
            this.descriptor = descriptor;
            this.bytes = bytes;
        }

        boolean is(int otherPart, PageDescriptor other) {
            return part == otherPart
                    && descriptor.offset() == other.offset()
                    && descriptor.size() == other.size()
                    && descriptor.flags() == other.flags();
        }
    }

    PageCache(int pageBytes) {
        int slots = Integer.highestOneBit(BYTES / pageBytes);
        frames = new Framed[slots];
        places = new Stored[slots];
        mask = slots - 1;
    }

    /// {@return the page of a frame; null if it is not kept}
    byte @Nullable [] find(long frame) {
        Framed kept = frames[(int) frame & mask];
        return kept != null && kept.frame == frame ? kept.bytes : null;
    }

    /// {@return the page that is stored there; null if it is not kept}
    byte @Nullable [] find(int part, PageDescriptor descriptor) {
        Stored kept = places[slot(descriptor)];
        return kept != null && kept.is(part, descriptor) ? kept.bytes : null;
    }

    /// Keeps a page. Nobody may change its bytes any more.
    void keep(long frame, byte[] bytes) {
        frames[(int) frame & mask] = new Framed(frame, bytes);
    }

    /// Keeps a page by where it is stored.
    void keep(int part, PageDescriptor descriptor, byte[] bytes) {
        places[slot(descriptor)] = new Stored(part, descriptor, bytes);
    }

    private int slot(PageDescriptor descriptor) {
        return (int) ((descriptor.offset() * 0x9e37_79b9_7f4a_7c15L) >>> 40) & mask;
    }
}
