package org.xenoscope.window.stack;

import org.xenoscope.cpu.Stack;
import org.xenoscope.cpu.StackWord;
import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.place.Location;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One word of a stack, as a row.
///
/// @param word the word
/// @param margin the number of its frame, `?` for one left over, a bar beside an exception frame;
///   empty for any other word
/// @param how how its frame was found; empty for other words
record StackRow(StackWord word, String margin, String how) {
    /// {@return the rows of a stack, lowest address first}
    static List<StackRow> of(Stack stack) {
        Map<Location, TraceFrame> frames = new HashMap<>();
        Map<Location, String> numbers = new HashMap<>();
        int number = 0;
        for (TraceFrame frame : stack.trace().all()) {
            boolean uncertain = frame.grade() == Grade.UNCERTAIN;
            String name = uncertain ? "?" : "#" + number++;
            if (frame.stack().isPresent()) {
                frames.put(frame.stack().get(), frame);
                numbers.put(frame.stack().get(), name);
            }
        }
        List<StackRow> rows = new ArrayList<>();
        for (StackWord word : stack.words()) {
            TraceFrame frame = frames.get(word.where());
            boolean register = word.kind() == StackWord.Kind.REGISTER;
            rows.add(
                    new StackRow(
                            word,
                            register ? "┃" : numbers.getOrDefault(word.where(), ""),
                            frame == null || register
                                    ? ""
                                    : "%s: %s".formatted(frame.grade().words(), frame.how())));
        }
        return rows;
    }

    /// {@return the word as digits; `—` if the dump does not hold it}
    String value() {
        return word.present() ? "%016x".formatted(word.value()) : "—";
    }

    /// {@return the row as a line of text}
    String text() {
        return "%016x  %s  %-3s %s %s"
                .formatted(word.where().address(), value(), margin, word.says(), how)
                .strip();
    }
}
