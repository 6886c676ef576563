/// Writes synthetic dumps with true page tables, p2m, notes and recognisable contents: the built-in
/// sample, and the tests' dumps.
///
/// Front door: {@link org.xenoscope.forge.Sample#path} and {@link org.xenoscope.forge.PvMachine}.
/// Leans on `place` only; it shares no code with the rooms that read dumps, so that neither hides
/// the other's mistakes. One thread at a time may use a builder.
package org.xenoscope.forge;
