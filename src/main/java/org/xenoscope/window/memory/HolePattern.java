package org.xenoscope.window.memory;

import org.xenoscope.place.HoleReason;

/// How a hole looks: the word in its band, the two letters in a cell, and the kind of hatch.
enum HolePattern {
    /// not in the dump
    ABSENT("Not in the dump", "··"),
    /// a header stores no byte of it
    NOT_STORED("Not stored", "zz"),
    /// makedumpfile left it out
    FILTERED("Left out (makedumpfile)", "xx"),
    /// the file ends before it
    TRUNCATED("Truncated", "//"),
    /// a page-table entry is not present
    NOT_PRESENT("Not present", "--"),
    /// bits above the address differ
    NOT_AN_ADDRESS("Not an address", "--"),
    /// the process may not touch it
    PROTECTED("Protected", "pn"),
    /// in swap
    SWAPPED("In swap", "sw"),
    /// paged out by Xen
    PAGED_OUT("Paged out", "po"),
    /// never populated
    NOT_POPULATED("Not populated", "pd"),
    /// the p2m has no frame
    NO_FRAME("No frame (p2m)", "!p"),
    /// beyond max_pfn
    BEYOND("Beyond max_pfn", ">>"),
    /// the m2p has no frame
    NO_PFN("No PFN", "!m"),
    /// no p2m was found
    NO_P2M("Unknown: no p2m", "??"),
    /// no root was found
    NO_ROOT("Unknown: no root", "??"),
    /// device memory
    DEVICE("Device memory", "io"),
    /// could not be read
    UNREADABLE("Could not be read", "!!");

    private final String word;
    private final String cell;

    HolePattern(String word, String cell) {
        this.word = word;
        this.cell = cell;
    }

    /// {@return the word in a band}
    String word() {
        return word;
    }

    /// {@return the letters in a cell}
    String cell() {
        return cell;
    }

    /// {@return how a reason looks}
    static HolePattern of(HoleReason reason) {
        return switch (reason) {
            case NOT_IN_DUMP, TABLE_NOT_IN_DUMP -> ABSENT;
            case ZERO_FILL, TABLE_ZERO_FILL -> NOT_STORED;
            case FILTERED -> FILTERED;
            case TRUNCATED, TABLE_TRUNCATED -> TRUNCATED;
            case NOT_PRESENT -> NOT_PRESENT;
            case NON_CANONICAL -> NOT_AN_ADDRESS;
            case PROTNONE -> PROTECTED;
            case SWAPPED -> SWAPPED;
            case PAGED_OUT -> PAGED_OUT;
            case POD -> NOT_POPULATED;
            case INVALID_P2M -> NO_FRAME;
            case BEYOND_MAX_PFN -> BEYOND;
            case M2P_INVALID -> NO_PFN;
            case NO_P2M -> NO_P2M;
            case NO_ROOT -> NO_ROOT;
            case MMIO -> DEVICE;
            case DAMAGED, NOT_MEMORY, ENCRYPTED, LOOP, CANCELLED, IO_ERROR -> UNREADABLE;
        };
    }
}
