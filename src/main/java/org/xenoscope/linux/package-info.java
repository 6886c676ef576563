/// A Linux kernel, recovered from its own bytes: who it is, its symbols and types, its log, its
/// tasks, modules, per-CPU areas, mounts and open files.
///
/// Front door: {@link org.xenoscope.linux.Linux}, one for each PV domain. Leans on `space` for
/// memory, on `symbol` and `type` for names and layouts. Each fact is looked for when first asked
/// for and costs only itself when the dump lies. Any thread may ask.
package org.xenoscope.linux;
