package org.xenoscope.report;

import org.xenoscope.place.Location;
import org.xenoscope.space.CrossCheck;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import java.util.stream.Collectors;

/// A translation as text: a line a step.
public final class TrailText {
    private TrailText() {}

    /// {@return the steps of a translation, each on its line, the answer last}
    public static String of(Trail trail) {
        StringBuilder out = new StringBuilder().append(trail.start()).append('\n');
        int number = 1;
        for (Step step : trail.steps()) {
            out.append("%3d  %-18s".formatted(number++, step.what()));
            out.append(" %-26s".formatted(step.readAt().map(Location::toString).orElse("")));
            if (step.value().isPresent()) {
                out.append(" = %016x".formatted(step.value().getAsLong()));
            }
            if (!step.flags().isEmpty()) {
                out.append("  ").append(String.join(" ", step.flags()));
            }
            out.append("  ").append(step.failing() ? "✕ " : "").append(step.says()).append('\n');
        }
        for (CrossCheck check : trail.checks()) {
            out.append("  ").append(check.agrees() ? "✓ " : "✕ ").append(check.says()).append('\n');
        }
        if (!trail.marks().isEmpty()) {
            out.append("     marks: ");
            out.append(
                    trail.marks().stream()
                            .sorted()
                            .map(Enum::name)
                            .collect(Collectors.joining(", ")));
            out.append('\n');
        }
        return out.toString();
    }
}
