package org.xenoscope.space.p2m;

import org.jspecify.annotations.Nullable;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.CachedWalk;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.WalkExtent;
import org.xenoscope.space.paging.Walker;

/// A PV domain's p2m as one array in its kernel's virtual memory: p2m_vaddr and p2m_cr3 of shared
/// info (xen/include/public/arch-x86/xen.h since Xen 4.6; filled by Linux since 3.19). Entries have
/// the guest's word, 8 or 4 bytes.
public final class LinearList implements EntryList {
    private final Image image;
    private final PagingMode mode;
    private final long root;
    private final long vaddr;
    private final int wordBytes;
    private final boolean changing;
    private final CachedWalk walk;

    /// Makes the list. Nothing is read.
    ///
    /// @param root machine address of the top table that maps it
    /// @param vaddr address of its first entry
    /// @param wordBytes bytes of an entry: 8 or 4
    /// @param changing whether the guest was changing its mappings when the machine stopped
    public LinearList(
            Image image, PagingMode mode, long root, long vaddr, int wordBytes, boolean changing) {
        this.image = image;
        this.mode = mode;
        this.root = root;
        this.vaddr = vaddr;
        this.wordBytes = wordBytes;
        this.changing = changing;
        this.walk = new CachedWalk(image, mode, root);
    }

    @Override
    public int wordBytes() {
        return wordBytes;
    }

    @Override
    public long rootMfn() {
        return root >>> 12;
    }

    /// {@return whether the guest was changing its mappings, so that a page of it may be old}
    public boolean changing() {
        return changing;
    }

    /// {@return the virtual address of its first entry}
    public long vaddr() {
        return vaddr;
    }

    /// {@return how many frames the addresses behind the first entry have room for}
    private long reach() {
        return (mode.lastAddress() - vaddr) / wordBytes;
    }

    @Override
    public long entryAddress(long pfn, P2m.@Nullable Listener listener) {
        if (Long.compareUnsigned(pfn, reach()) >= 0) {
            return HoleReason.BEYOND_MAX_PFN.code();
        }
        long at = vaddr + pfn * wordBytes;
        long maddr =
                listener == null
                        ? walk.applyAsLong(at)
                        : Walker.walk(image, mode, root, at, listener);
        if (maddr >= 0) {
            return maddr;
        }
        return switch (HoleReason.ofCode(maddr)) {
            case TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL, IO_ERROR -> maddr;
            default -> HoleReason.INVALID_P2M.code();
        };
    }

    @Override
    public long lastWithoutTable(long pfn) {
        if (Long.compareUnsigned(pfn, reach()) >= 0) {
            return -1L >>> 12;
        }
        long at = vaddr + pfn * wordBytes;
        Extent alike = WalkExtent.of(image, mode, root, at);
        return alike.readable()
                ? pfn
                : pfn + Math.min(alike.last() - at, mode.lastAddress() - at) / wordBytes;
    }

    @Override
    public long word(long at) {
        return wordBytes == 8 ? image.u64(at) : image.u32(at);
    }
}
