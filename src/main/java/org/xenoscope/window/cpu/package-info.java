/// The CPU panel and the CPUs tab.
///
/// Front door: {@link org.xenoscope.window.cpu.CpuPanel} and {@link
/// org.xenoscope.window.cpu.CpusView}. Facts are pulled on jobs.
package org.xenoscope.window.cpu;
