package org.xenoscope.symbol;

import java.util.BitSet;

/// The addresses of a compressed table. Nobody changes the array or the set.
final class AddressPart {
    private final CompressedSymbols.Kind kind;
    private final String layout;
    private final long[] addresses;
    private final BitSet wrong;

    /// @param kind whose table it is
    /// @param layout how the addresses are written, in words
    /// @param addresses one for each name
    /// @param wrong which of them are out of order, so that they cannot be right
    AddressPart(CompressedSymbols.Kind kind, String layout, long[] addresses, BitSet wrong) {
        this.kind = kind;
        this.layout = layout;
        this.addresses = addresses;
        this.wrong = wrong;
    }

    CompressedSymbols.Kind kind() {
        return kind;
    }

    String layout() {
        return layout;
    }

    long address(int number) {
        return addresses[number];
    }

    BitSet wrong() {
        return wrong;
    }
}
