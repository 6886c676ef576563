package org.xenoscope.command;

import picocli.CommandLine.Option;

/// The options that every command has: picocli mixes them in and acts on them.
public final class UsualOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version and exit")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    /// Makes the options; picocli fills them.
    public UsualOptions() {}
}
