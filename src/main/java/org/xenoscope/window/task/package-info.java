/// The tasks of dom0's kernel.
///
/// Front door: {@link org.xenoscope.window.task.TasksView}. Facts are pulled on jobs.
package org.xenoscope.window.task;
