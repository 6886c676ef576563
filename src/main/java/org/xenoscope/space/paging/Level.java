package org.xenoscope.space.paging;

/// One level of a paging mode.
///
/// @param number 4 to 1, Xen's count from the top down to the page
/// @param shift lowest bit of the index in the address; a page mapped here has 2^shift bytes
/// @param bits bits of the index
/// @param entryBytes 4 or 8
/// @param mayMap whether bit 7 makes an entry of this level map memory itself
public record Level(int number, int shift, int bits, int entryBytes, boolean mayMap) {
    /// {@return the name: `L4`}
    public String name() {
        return "L" + number;
    }

    /// {@return the index of `vaddr` in a table of this level}
    public int index(long vaddr) {
        return (int) (vaddr >>> shift) & ((1 << bits) - 1);
    }

    /// {@return whether an entry maps memory itself}
    public boolean maps(long entry) {
        return number == 1 || (mayMap && (entry & PageEntry.LARGE) != 0);
    }
}
