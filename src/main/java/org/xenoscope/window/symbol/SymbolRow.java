package org.xenoscope.window.symbol;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.Symbol;

/// A symbol and the space that its address is of.
record SymbolRow(SpaceId space, Symbol symbol) {
    Location location() {
        return new Location(space, symbol.address());
    }

    /// {@return whether its address is a place; an absolute number is none}
    boolean place() {
        return symbol.type() != 'A' && symbol.type() != 'a';
    }

    /// {@return what its letter means}
    String kind() {
        return switch (Character.toUpperCase(symbol.type())) {
            case 'T' -> "text";
            case 'D' -> "data";
            case 'B' -> "zeroed data";
            case 'R' -> "read-only data";
            case 'W', 'V' -> "weak";
            case 'A' -> "absolute";
            default -> "type " + symbol.type();
        };
    }
}
