/// The names of both kernels as one table.
///
/// Front door: {@link org.xenoscope.window.symbol.SymbolsView}. Facts are pulled on jobs; the names
/// are searched by the room `symbol`.
package org.xenoscope.window.symbol;
