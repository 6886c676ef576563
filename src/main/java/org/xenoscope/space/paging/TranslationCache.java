package org.xenoscope.space.paging;

/// Remembers translations of pages, as a processor's TLB does.
///
/// Any thread may use it without a lock: each slot keeps the key mixed with the answer, so that a
/// slot that two threads wrote at once matches neither (the "lockless transposition table" of chess
/// programs).
public final class TranslationCache {
    /// Slots of a cache of pages: 32 MiB of them.
    private static final int PAGES = 1 << 13;

    private static final int PAGE_SHIFT = 12;

    private final int shift;
    private final int mask;
    private final long[] keys;
    private final long[] answers;

    /// What {@link #get} returns for a page that is not remembered; no translation gives it.
    public static final long ABSENT = Long.MIN_VALUE;

    /// Makes a cache of pages; remembers nothing yet.
    public TranslationCache() {
        this(PAGE_SHIFT, PAGES);
    }

    /// Makes a cache of stretches of 2^`shift` bytes, or of as many frames.
    ///
    /// @param slots a power of two
    public TranslationCache(int shift, int slots) {
        this.shift = shift;
        mask = slots - 1;
        keys = new long[slots];
        answers = new long[slots];
    }

    /// {@return the answer for the page of an address, or {@link #ABSENT}}
    public long get(long address) {
        long key = (address >>> shift) + 1;
        int slot = slot(key);
        long answer = answers[slot];
        return (keys[slot] ^ answer) == key ? answer : ABSENT;
    }

    /// Remembers the answer for the page of an address: a page-aligned machine address or a hole's
    /// code.
    public void put(long address, long answer) {
        long key = (address >>> shift) + 1;
        int slot = slot(key);
        keys[slot] = key ^ answer;
        answers[slot] = answer;
    }

    private int slot(long key) {
        return (int) (key ^ key >>> 13) & mask;
    }
}
