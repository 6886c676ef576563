/// Truths about a domain's memory held against each other, frame by frame: its p2m in each form,
/// Xen's m2p and frame table, and its kernel's page tables.
///
/// Front door: {@link org.xenoscope.space.check.MemoryChecks}. Leans on the other packages of
/// `space`. Any thread may ask; each pass runs on the thread that asks, tells its progress and can
/// be stopped.
package org.xenoscope.space.check;
