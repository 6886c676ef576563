package org.xenoscope.window.memory;

import org.xenoscope.place.Location;
import org.xenoscope.space.CrossCheck;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of a translation as it is shown: a step, or a cross-check.
///
/// @param number its number, or ✓ or ✕ for a check
/// @param what what was done
/// @param readAt where its value was read
/// @param value the value in digits; empty if nothing was read
/// @param meaning what it means, short
/// @param tip the sum and the bits, for the pointer that rests
/// @param step the step
/// @param bits the bits of the address that it used
/// @param agrees whether a check agrees
record StepLine(
        String number,
        String what,
        Optional<Location> readAt,
        String value,
        String meaning,
        String tip,
        Optional<Step> step,
        Optional<AddressBits> bits,
        Optional<Boolean> agrees) {
    /// The sum that gave an entry's address; it stands in the tool tip.
    private static final Pattern SUM =
            Pattern.compile(";? ?((?:0x[0-9a-f]+ \\+ |first entry of ).*)$");

    /// The machine address that the step before has named.
    private static final Pattern AGAIN =
            Pattern.compile("^machine:0x[0-9a-f]+ is (present at .*)$");

    static StepLine of(int number, Step step, Optional<AddressBits> bits, Trail trail) {
        String meaning = step.says();
        String tip = "";
        Matcher sum = SUM.matcher(meaning);
        if (!step.failing() && sum.find()) {
            tip = sum.group(1);
            meaning = meaning.substring(0, sum.start());
        }
        Matcher again = AGAIN.matcher(meaning);
        if (again.matches()) {
            tip = meaning;
            meaning = again.group(1);
        }
        if (bits.isPresent()) {
            String words = bits.get().words(trail.start().address());
            tip = tip.isEmpty() ? words : tip + "\n" + words;
        }
        return new StepLine(
                Integer.toString(number),
                step.what(),
                step.readAt(),
                step.value().isPresent() ? RowWriter.address(step.value().getAsLong(), 16) : "",
                meaning,
                tip,
                Optional.of(step),
                bits,
                Optional.empty());
    }

    static StepLine of(CrossCheck check) {
        return new StepLine(
                check.agrees() ? "✓" : "✕",
                "cross-check",
                check.where(),
                "",
                check.says(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(check.agrees()));
    }

    boolean failing() {
        return step.filter(Step::failing).isPresent();
    }

    /// {@return the line as text}
    String text() {
        String flags = step.map(Step::flags).map(names -> String.join(" ", names)).orElse("");
        return "%-2s %-20s %-26s %-16s %s%s"
                .formatted(
                        number,
                        what,
                        readAt.map(Location::toString).orElse(""),
                        value,
                        flags.isEmpty() ? "" : flags + "  ",
                        step.map(Step::says).orElse(meaning))
                .stripTrailing();
    }

    /// {@return lines as text}
    static String text(List<StepLine> lines) {
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(line.text()).append('\n'));
        return out.toString();
    }
}
