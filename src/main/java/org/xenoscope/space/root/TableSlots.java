package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PagingMode;

/// What the entries of an x86_64 top table tell of it: a PV guest has entries for user programs in
/// the lower half, Xen's own from 256 to 271, and its kernel's behind them.
final class TableSlots {
    static final int SLOTS = 512;
    static final int FIRST_XEN = 256;
    static final int PER_DOMAIN = 260;
    static final int FIRST_KERNEL = 272;

    private TableSlots() {}

    /// {@return how many entries are present from one to before another; those that can be read}
    static int present(Image image, long table, int from, int to) {
        int count = 0;
        try {
            for (int slot = from; slot < to; slot++) {
                count += (int) (image.u64(table + 8L * slot) & 1);
            }
        } catch (UnreadableException _) {
            // a table that is cut off: what could be read counts
        }
        return count;
    }

    /// {@return whether Xen's read-only m2p is in a table, which it is in those of PV guests only;
    /// for 32-bit machines always true: they have no other mark}
    static boolean readOnlyM2p(Image image, PagingMode mode, long table) {
        return mode.addressBits() == 32 || present(image, table, FIRST_XEN, FIRST_XEN + 1) == 1;
    }

    /// {@return the entry, or 0 if it cannot be read}
    static long entry(Image image, long table, int slot) {
        try {
            return image.u64(table + 8L * slot);
        } catch (UnreadableException _) {
            return 0;
        }
    }
}
