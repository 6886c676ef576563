package org.xenoscope.cpu.trace;

/// What bits 8 to 11 of an ORC entry's last word mean, found by what the entries of a table hold.
enum OrcLayout {
    /// Linux 4.14 to 4.17: type in bits 8 and 9, nothing above
    FIRST,
    /// 4.18 to 6.2: the same, and bit 10 ends the stack
    END_IN_10,
    /// 6.3: bit 10 says "interrupted", bit 11 ends the stack
    END_IN_11,
    /// from 6.4: type in bits 8 to 10, bit 11 says "interrupted"
    TYPES,
    /// 7.2: the same, and the registers have other numbers
    RENUMBERED;

    private static final int FURTHEST_REGISTER = 10;

    /// The numbers of 7.2 by those that Linux had before, read off its tables: nearly every entry
    /// counts from the stack pointer, and those of a frame pointer's prologue tell the rest.
    private static final int[] STACK_BASE = {0, 1, 2, 5, 4, 0, 6, 7, 0, 9, 8};

    private static final int OLD_STACK_POINTER = 5;
    private static final int NEW_STACK_POINTER = 3;
    private static final int NEW_FROM_PREVIOUS = 8;

    /// {@return whether a word can be the last one of an entry}
    static boolean possible(int word) {
        return word >>> 12 == 0
                && (word & 15) <= FURTHEST_REGISTER
                && (word >>> 4 & 15) <= FURTHEST_REGISTER;
    }

    /// {@return the layout of a table}
    ///
    /// @param words its entries' last words
    static OrcLayout of(int[] words) {
        int[] types = new int[8];
        boolean end10 = false;
        boolean end11 = false;
        int[] bases = new int[16];
        for (int word : words) {
            types[word >>> 8 & 7]++;
            bases[word & 15]++;
            boolean nowhere = (word & 15) == 0;
            end10 |= nowhere && (word >>> 10 & 1) != 0;
            end11 |= nowhere && (word >>> 11 & 1) != 0;
        }
        if (types[2] > types[0]) {
            return bases[NEW_STACK_POINTER] > bases[OLD_STACK_POINTER] ? RENUMBERED : TYPES;
        }
        return end11 ? END_IN_11 : end10 ? END_IN_10 : FIRST;
    }

    OrcEntry entry(int spOffset, int bpOffset, int word) {
        int sp = word & 15;
        int bp = word >>> 4 & 15;
        if (this == RENUMBERED) {
            sp = sp < STACK_BASE.length ? STACK_BASE[sp] : 0;
            bp = bp == NEW_FROM_PREVIOUS ? 1 : bp;
        }
        boolean typed = this == TYPES || this == RENUMBERED;
        OrcEntry.Kind kind = typed ? newKind(word >>> 8 & 7) : oldKind(word, sp);
        boolean interrupted =
                switch (this) {
                    case TYPES, RENUMBERED -> (word >>> 11 & 1) != 0;
                    case END_IN_11 -> (word >>> 10 & 1) != 0;
                    case FIRST, END_IN_10 ->
                            kind == OrcEntry.Kind.REGISTERS || kind == OrcEntry.Kind.PARTIAL;
                };
        return new OrcEntry(spOffset, bpOffset, sp, bp, kind, interrupted);
    }

    private static OrcEntry.Kind newKind(int type) {
        return switch (type) {
            case 1 -> OrcEntry.Kind.END;
            case 2 -> OrcEntry.Kind.CALL;
            case 3 -> OrcEntry.Kind.REGISTERS;
            case 4 -> OrcEntry.Kind.PARTIAL;
            default -> OrcEntry.Kind.UNDEFINED;
        };
    }

    private OrcEntry.Kind oldKind(int word, int sp) {
        if (sp == 0) {
            boolean end =
                    switch (this) {
                        case FIRST -> true;
                        case END_IN_10 -> (word >>> 10 & 1) != 0;
                        case END_IN_11, TYPES, RENUMBERED -> (word >>> 11 & 1) != 0;
                    };
            return end ? OrcEntry.Kind.END : OrcEntry.Kind.UNDEFINED;
        }
        return switch (word >>> 8 & 3) {
            case 0 -> OrcEntry.Kind.CALL;
            case 1 -> OrcEntry.Kind.REGISTERS;
            case 2 -> OrcEntry.Kind.PARTIAL;
            default -> OrcEntry.Kind.UNDEFINED;
        };
    }
}
