package org.xenoscope.place;

/// How much a finding matters, worst first.
public enum Severity {
    /// part of the dump cannot be read
    ERROR,
    /// something is missing or contradicts something else
    WARNING,
    /// worth knowing
    INFO
}
