package org.xenoscope.symbol;

/// An address, said as a symbol and what comes after it.
///
/// @param symbol the symbol at or before the address
/// @param offset bytes behind the symbol's address, at least 0
public record SymbolOffset(Symbol symbol, long offset) {

    /// {@return `name+0x10`, `name` at the symbol itself; ` [module]` behind for modules}
    public String text() {
        String place =
                offset == 0 ? symbol.name() : symbol.name() + "+0x" + Long.toHexString(offset);
        return place + symbol.module().map(owner -> " [" + owner + "]").orElse("");
    }

    @Override
    public String toString() {
        return text();
    }
}
