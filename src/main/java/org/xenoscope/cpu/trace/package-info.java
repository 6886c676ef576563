/// Call traces: how the code that a stack belongs to came to where it is.
///
/// Front doors: {@link org.xenoscope.cpu.trace.XenTracer} for the stacks of the hypervisor, {@link
/// org.xenoscope.cpu.trace.KernelTracer} for those of a Linux kernel; both make a {@link
/// org.xenoscope.cpu.trace.Trace}. Leans on `x86`, `symbol` and `space`. Stacks are hostile: every
/// walk is bounded and says why it ended. Immutable or safely lazy; any thread may ask.
package org.xenoscope.cpu.trace;
