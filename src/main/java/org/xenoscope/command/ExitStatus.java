package org.xenoscope.command;

/// What a command tells the shell.
public final class ExitStatus {
    /// Done; damage that leaves a dump is a finding, not a failure.
    public static final int DONE = 0;

    /// The file cannot be opened as a dump.
    public static final int CANNOT_OPEN = 1;

    /// The command was used wrongly.
    public static final int WRONG_USAGE = 2;

    /// What was asked for is not in the dump.
    public static final int NOTHING_THERE = 3;

    private ExitStatus() {}
}
