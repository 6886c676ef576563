/// Names and addresses: tables of symbols, from whatever source, all in one form.
///
/// Front doors: {@link org.xenoscope.symbol.SymbolTable} and {@link
/// org.xenoscope.symbol.CompressedSymbols#find} for the tables that Linux and Xen keep in their own
/// memory. Leans on `bytes` and `place`. Tables are immutable; any thread may ask.
package org.xenoscope.symbol;
