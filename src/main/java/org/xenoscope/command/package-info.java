/// One class per command, for scripts and for tests. None of them loads JavaFX.
///
/// Front door: {@link org.xenoscope.command.XenoscopeCommand}. Leans on `report` and `dump`. Exit
/// status: 0 done, 1 cannot open, 2 wrong usage, 3 nothing there.
package org.xenoscope.command;
