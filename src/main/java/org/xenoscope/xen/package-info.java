/// The hypervisor, recovered from its own bytes: who it is, its console, its CPUs, domains and
/// VCPUs, and why the machine stopped.
///
/// Front door: {@link org.xenoscope.xen.Hypervisor#of}. Leans on `space`, `symbol`, `note` and
/// `place`; needs neither notes nor symbols, but says of each fact how it was found. Facts are
/// looked for when first asked for; any thread may ask.
package org.xenoscope.xen;
