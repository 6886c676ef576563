package org.xenoscope.window.symbol;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.Symbol;

/// A symbol and the space that its address is of.
record SymbolRow(SpaceId space, Symbol symbol) {
    Location location() {
        return new Location(space, symbol.address());
    }
}
