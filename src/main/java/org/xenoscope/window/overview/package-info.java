/// What is known at a glance, and what is wrong: the overview and the findings.
///
/// Front door: {@link org.xenoscope.window.overview.OverviewView} and {@link
/// org.xenoscope.window.overview.FindingsView}. Facts are pulled on jobs.
package org.xenoscope.window.overview;
