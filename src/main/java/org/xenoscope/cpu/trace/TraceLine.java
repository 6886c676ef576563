package org.xenoscope.cpu.trace;

/// One line of a call trace: a frame, or a border where one context entered another.
public sealed interface TraceLine permits TraceFrame, TraceBorder {}
