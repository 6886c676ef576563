/// Names and addresses: tables of symbols, from whatever source, all in one form.
///
/// Front doors: {@link org.xenoscope.symbol.SymbolTable}, {@link
/// org.xenoscope.symbol.CompressedSymbols#find} for the tables that Linux and Xen keep in their own
/// memory, and {@link org.xenoscope.symbol.Companion#open} for files of symbols. Leans on `bytes`
/// and `place`. Tables are immutable; any thread may ask.
package org.xenoscope.symbol;
