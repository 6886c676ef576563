package org.xenoscope.space;

/// Remembers translations of pages, as a processor's TLB does.
///
/// Any thread may use it without a lock: each slot keeps the key mixed with the answer, so that a
/// slot that two threads wrote at once matches neither (the "lockless transposition table" of chess
/// programs).
final class TranslationCache {
    private static final int SLOTS = 1 << 13;
    private static final int SHIFT = 12;

    private final long[] keys = new long[SLOTS];
    private final long[] answers = new long[SLOTS];

    /// What {@link #get} returns for a page that is not remembered; no translation gives it.
    static final long ABSENT = Long.MIN_VALUE;

    /// {@return the answer for the page of an address, or {@link #ABSENT}}
    long get(long address) {
        long key = (address >>> SHIFT) + 1;
        int slot = slot(key);
        long answer = answers[slot];
        return (keys[slot] ^ answer) == key ? answer : ABSENT;
    }

    /// Remembers the answer for the page of an address: a page-aligned machine address or a hole's
    /// code.
    void put(long address, long answer) {
        long key = (address >>> SHIFT) + 1;
        int slot = slot(key);
        keys[slot] = key ^ answer;
        answers[slot] = answer;
    }

    private static int slot(long key) {
        return (int) (key ^ key >>> 13) & (SLOTS - 1);
    }
}
