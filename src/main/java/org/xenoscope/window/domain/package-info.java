/// Xen's domains and their VCPUs.
///
/// Front door: {@link org.xenoscope.window.domain.DomainsView}. Facts are pulled on jobs.
package org.xenoscope.window.domain;
