package org.xenoscope.command;

import org.xenoscope.place.SpaceId;

import java.util.Locale;

/// Whose symbols or log a person asks for.
enum Side {
    /// the hypervisor
    XEN,
    /// dom0's kernel
    DOM0;

    /// {@return its space}
    SpaceId space() {
        return switch (this) {
            case XEN -> SpaceId.XEN;
            case DOM0 -> SpaceId.DOM0;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
