package org.xenoscope.window.memory;

import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bits of a virtual address that one step of its walk used.
///
/// The widths follow from the highest level that was walked: L4 is the 64-bit mode, L3 PAE, L2 the
/// 32-bit mode (Intel SDM 3A, 4.3 to 4.5). Bits that do not give the index that the step names are
/// not claimed.
///
/// @param high highest bit
/// @param low lowest bit
record AddressBits(int high, int low) {
    private static final Pattern LEVEL = Pattern.compile("L([1-4])\\s?\\[([0-9]+)]");
    private static final int PAGE_BITS = 12;
    private static final int WIDE = 9;
    private static final int NARROW = 10;
    private static final int TWO_LEVELS = 2;

    /// {@return the bits that a step used, if it took an index from the address}
    static Optional<AddressBits> of(Trail trail, Step step) {
        Matcher matcher = LEVEL.matcher(step.what());
        int top = top(trail);
        if (top == 0 || !matcher.matches()) {
            return Optional.empty();
        }
        int level = Integer.parseInt(matcher.group(1));
        int bits = top == TWO_LEVELS ? NARROW : WIDE;
        int low = PAGE_BITS + bits * (level - 1);
        int width = top == TWO_LEVELS + 1 && level == top ? 2 : bits;
        AddressBits used = new AddressBits(low + width - 1, low);
        boolean agrees = matcher.group(2).equals(Long.toString(used.of(trail.start().address())));
        return agrees ? Optional.of(used) : Optional.empty();
    }

    private static int top(Trail trail) {
        for (Step step : trail.steps()) {
            Matcher matcher = LEVEL.matcher(step.what());
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return 0;
    }

    /// {@return the number that the bits of an address make}
    long of(long address) {
        return (address >>> low) & ((1L << (high - low + 1)) - 1);
    }

    /// {@return the digits of an address, from the left of sixteen, that hold these bits: first,
    /// and one behind the last}
    int firstDigit() {
        return 15 - high / 4;
    }

    int endDigit() {
        return 16 - low / 4;
    }

    /// {@return the bits and their number in words}
    String words(long address) {
        String binary = Long.toBinaryString(of(address));
        String digits = "0".repeat(Math.max(0, high - low + 1 - binary.length())) + binary;
        return "bits %d–%d of the address: %s = %d".formatted(high, low, digits, of(address));
    }
}
