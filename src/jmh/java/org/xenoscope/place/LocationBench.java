package org.xenoscope.place;

import org.openjdk.jmh.annotations.Benchmark;

/// How fast locations are read, as a script asks for a million of them.
public class LocationBench {
    /// {@return one location}
    @Benchmark
    public Location parse() {
        return Location.parse("dom0:0xffffffff82161900");
    }
}
