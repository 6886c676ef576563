package org.xenoscope.space.paging;

import org.xenoscope.image.Image;

import java.util.function.LongUnaryOperator;

/// Walks of one root that remember what they found: pages, and tables of the last level, so that a
/// page not seen before costs one entry rather than four. Any thread may ask.
public final class CachedWalk implements LongUnaryOperator {
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_INSIDE = 0xfff;
    private static final int MANY_PAGES = 1 << 18;

    /// Tables of the last level that are remembered: 2 GiB of virtual memory.
    private static final int TABLES = 1 << 10;

    private final Image image;
    private final PagingMode mode;
    private final long root;
    private final TranslationCache pages;
    private final TranslationCache tables;

    /// Makes the walks; reads nothing.
    ///
    /// @param root machine address of the top table
    public CachedWalk(Image image, PagingMode mode, long root) {
        this(image, mode, root, new TranslationCache());
    }

    private CachedWalk(Image image, PagingMode mode, long root, TranslationCache pages) {
        this.pages = pages;
        this.image = image;
        this.mode = mode;
        this.root = root;
        Level last = mode.level(mode.depth() - 1);
        tables = new TranslationCache(last.shift() + last.bits(), TABLES);
    }

    /// {@return walks of a space that is read all over, such as a kernel's: they remember 1 GiB of
    /// pages, in 4 MiB}
    public static CachedWalk wide(Image image, PagingMode mode, long root) {
        return new CachedWalk(image, mode, root, new TranslationCache(PAGE_SHIFT, MANY_PAGES));
    }

    /// {@return the machine address of a virtual one, or a negative {@link
    /// org.xenoscope.place.HoleReason#code}, as {@link Walker#walk} gives it}
    @Override
    public long applyAsLong(long vaddr) {
        long page = pages.get(vaddr);
        if (page == TranslationCache.ABSENT) {
            page = translate(vaddr & ~PAGE_INSIDE);
            pages.put(vaddr, page);
        }
        return page < 0 ? page : page | (vaddr & PAGE_INSIDE);
    }

    private long translate(long vaddr) {
        long table = tables.get(vaddr);
        if (table == TranslationCache.ABSENT) {
            table = Walker.lastTable(image, mode, root, vaddr);
            if (table < 0) {
                return Walker.walk(image, mode, root, vaddr, null);
            }
            tables.put(vaddr, table);
        }
        return Walker.lastStep(image, mode, table, vaddr);
    }
}
