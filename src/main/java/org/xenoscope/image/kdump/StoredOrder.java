package org.xenoscope.image.kdump;

import org.xenoscope.bytes.UnreadableException;

import java.util.OptionalLong;

/// Which page descriptor a stored byte belongs to: route R1 backwards.
///
/// makedumpfile stores pages in the order of their descriptors, but pages of zeros share one place;
/// between those a search by halves cannot tell where it is. What it finds is checked, so that a
/// file in another order gives no answer rather than a wrong one.
final class StoredOrder {
    /// Descriptors that are looked at one by one.
    private static final int MOST = 1 << 18;

    private final KdumpFile file;
    private final int pageBytes;
    private final long table;

    StoredOrder(KdumpFile file, int pageBytes) {
        this.file = file;
        this.pageBytes = pageBytes;
        table = file.header().descriptorOffset();
    }

    /// {@return the index of the first descriptor of a page that is stored as it is and holds that
    /// byte of the file}
    OptionalLong index(long fileOffset) {
        long count = file.descriptors();
        if (fileOffset < table + count * PageDescriptor.BYTES || fileOffset >= file.file().size()) {
            return OptionalLong.empty();
        }
        try {
            // the page of zeros is written first, whatever its frame
            OptionalLong early = scan(0, Math.min(count, MOST), fileOffset);
            return early.isPresent() ? early : search(count, fileOffset);
        } catch (UnreadableException _) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong search(long count, long fileOffset) {
        long shared = PageDescriptor.read(file.file(), table, 0).offset();
        long low = 0;
        long high = count;
        while (high - low > MOST) {
            long middle = (low + high) >>> 1;
            long probe = middle;
            long offset = PageDescriptor.read(file.file(), table, probe).offset();
            while (offset <= shared && probe < high - 1 && probe - middle < MOST) {
                offset = PageDescriptor.read(file.file(), table, ++probe).offset();
            }
            if (offset <= shared) {
                high = middle;
            } else if (offset <= fileOffset) {
                low = probe;
            } else {
                high = middle;
            }
        }
        return scan(low, high, fileOffset);
    }

    private OptionalLong scan(long from, long to, long fileOffset) {
        for (long i = from; i < to; i++) {
            PageDescriptor entry = PageDescriptor.read(file.file(), table, i);
            if (entry.flags() == 0
                    && entry.size() == pageBytes
                    && Long.compareUnsigned(fileOffset - entry.offset(), pageBytes) < 0) {
                return OptionalLong.of(i);
            }
        }
        return OptionalLong.empty();
    }
}
