package org.xenoscope.window.shell;

import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds choices whose titles hold the typed letters in their order.
final class Fuzzy {
    private static final int MOST = 200;
    private static final int WHOLE = 1000;
    private static final int START = 60;
    private static final int NEXT = 20;

    private Fuzzy() {}

    /// {@return the choices that fit, best first within their groups; all of them if nothing is
    /// typed; at most 200}
    static List<Choice.Match> best(String typed, List<Choice> choices) {
        return best(typed, choices, MOST);
    }

    /// {@return the choices that fit, best first within their groups; all of them if nothing is
    /// typed}
    ///
    /// @param most at most so many
    static List<Choice.Match> best(String typed, List<Choice> choices, int most) {
        String letters = typed.strip().toLowerCase(Locale.ROOT);
        List<Choice.Match> found = new ArrayList<>();
        for (Choice choice : choices) {
            Progress.current().check();
            match(letters, choice).ifPresent(found::add);
        }
        if (letters.isEmpty()) {
            return List.copyOf(found.subList(0, Math.min(most, found.size())));
        }
        found.sort(
                Comparator.comparingInt(Choice.Match::score)
                        .reversed()
                        .thenComparingInt(match -> match.choice().title().length()));
        List<Choice.Match> kept = new ArrayList<>(found.subList(0, Math.min(most, found.size())));
        kept.sort(Comparator.comparing(match -> match.choice().group()));
        return kept;
    }

    private static Optional<Choice.Match> match(String letters, Choice choice) {
        if (letters.isEmpty()) {
            return Optional.of(new Choice.Match(choice, List.of(), 0));
        }
        String title = choice.title().toLowerCase(Locale.ROOT);
        int whole = title.indexOf(letters);
        if (whole >= 0) {
            List<Integer> marked = new ArrayList<>();
            for (int i = 0; i < letters.length(); i++) {
                marked.add(whole + i);
            }
            int start = startsWord(title, whole) ? START : 0;
            return Optional.of(new Choice.Match(choice, marked, WHOLE + start - whole));
        }
        return scattered(letters, title, choice);
    }

    private static Optional<Choice.Match> scattered(String letters, String title, Choice choice) {
        List<Integer> marked = new ArrayList<>();
        int score = 0;
        int from = 0;
        for (int i = 0; i < letters.length(); i++) {
            int at = title.indexOf(letters.charAt(i), from);
            if (at < 0) {
                return Optional.empty();
            }
            score += at == from ? NEXT : startsWord(title, at) ? START : from - at;
            marked.add(at);
            from = at + 1;
        }
        return Optional.of(new Choice.Match(choice, marked, score));
    }

    private static boolean startsWord(String title, int at) {
        return at == 0 || !Character.isLetterOrDigit(title.charAt(at - 1));
    }
}
