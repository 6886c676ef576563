/// dom0's pseudo-physical memory: its table of machine frames, and Xen's table back.
///
/// Front door: {@link org.xenoscope.space.p2m.P2m} and {@link
/// org.xenoscope.space.p2m.MachineFrames}. Leans on `image` and `place`. Immutable; any thread may
/// ask.
package org.xenoscope.space.p2m;
