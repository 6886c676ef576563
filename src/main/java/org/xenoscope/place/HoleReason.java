package org.xenoscope.place;

/// Why a byte cannot be shown, by name. The sentence with its numbers is in {@link Hole}.
public enum HoleReason {
    /// no program header covers the machine address
    NOT_IN_DUMP,
    /// a header covers the address but the file stores no byte of it
    ZERO_FILL,
    /// the file ends before the byte
    TRUNCATED,
    /// makedumpfile left the page out
    FILTERED,
    /// the page is stored, but what is stored cannot be it
    DAMAGED,
    /// a byte of the file that is no memory
    NOT_MEMORY,
    /// a page-table entry is not present
    NOT_PRESENT,
    /// the page exists but the process may not touch it
    PROTNONE,
    /// the page is in swap
    SWAPPED,
    /// a page table is not in the dump
    TABLE_NOT_IN_DUMP,
    /// a page table lies past the end of the file
    TABLE_TRUNCATED,
    /// a page table is covered by a header that stores no byte of it
    TABLE_ZERO_FILL,
    /// bits 63 to 47 differ
    NON_CANONICAL,
    /// the domain gave the frame back or never had it
    INVALID_P2M,
    /// the frame is not below the domain's max_pfn
    BEYOND_MAX_PFN,
    /// the domain's p2m was not found
    NO_P2M,
    /// no page-table root of the space was found
    NO_ROOT,
    /// Xen knows no pseudo-physical frame for the machine frame
    M2P_INVALID,
    /// Xen has paged the frame out
    PAGED_OUT,
    /// the frame was never populated
    POD,
    /// device memory
    MMIO,
    /// the bytes look encrypted
    ENCRYPTED,
    /// a chain returns to itself
    LOOP,
    /// the work was stopped
    CANCELLED,
    /// the system could not read the file
    IO_ERROR;

    private static final HoleReason[] REASONS = values();

    /// {@return a negative number that stands for this reason where a machine address is expected}
    @SuppressWarnings("EnumOrdinal") // the code lives in this process only
    public long code() {
        return -1L - ordinal();
    }

    /// {@return the reason that a negative `code` stands for}
    ///
    /// @throws IllegalArgumentException if no reason has that code
    public static HoleReason ofCode(long code) {
        long ordinal = -1 - code;
        if (ordinal < 0 || ordinal >= REASONS.length) {
            throw new IllegalArgumentException("no hole has the code " + code);
        }
        return REASONS[(int) ordinal];
    }

    /// {@return the reason to give when a page table, not the byte itself, is missing for this
    /// reason}
    public HoleReason inTable() {
        return switch (this) {
            case NOT_IN_DUMP -> TABLE_NOT_IN_DUMP;
            case TRUNCATED -> TABLE_TRUNCATED;
            case ZERO_FILL, FILTERED -> TABLE_ZERO_FILL;
            default -> this;
        };
    }
}
