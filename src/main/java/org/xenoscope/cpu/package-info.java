/// What every physical CPU and every VCPU was doing: states, registers, stacks; traces are in
/// `trace`.
///
/// Front doors: {@link org.xenoscope.cpu.Cpus} for what the stacks and Xen's structures tell of
/// pCPUs, VCPUs and tasks; {@link org.xenoscope.cpu.PhysicalCpus#of} for what the notes alone tell.
/// Leans on `xen`, `linux`, `x86`, `note` and `space`. Immutable or safely lazy; any thread may
/// ask.
package org.xenoscope.cpu;
