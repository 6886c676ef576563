/// What is printed and exported: one writer per format, one source of facts.
///
/// Front door: {@link org.xenoscope.report.TextReport}, {@link org.xenoscope.report.JsonReport} and
/// {@link org.xenoscope.report.TrailJson}. Leans on `dump` and every room above it.
package org.xenoscope.report;
