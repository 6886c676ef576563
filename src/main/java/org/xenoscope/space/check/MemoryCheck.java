package org.xenoscope.space.check;

import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One comparison of two truths.
///
/// @param domain whose memory was compared: `dom0`
/// @param claim what should hold: "the m2p leads back to the frame"
/// @param unit what was compared: `RAM frames`
/// @param compared how many there were
/// @param agree how many agree
/// @param differences some of those that do not
/// @param note what else was counted; may be empty
public record MemoryCheck(
        String domain,
        String claim,
        String unit,
        long compared,
        long agree,
        List<Difference> differences,
        String note) {
    /// Differences that are kept; all are counted.
    static final int MOST_KEPT = 20;

    /// One that differs.
    ///
    /// @param where the address
    /// @param says "p2m says MFN 0x…, m2p says PFN 0x…"
    public record Difference(Location where, String says) {}

    /// Keeps its own copy.
    public MemoryCheck {
        differences = List.copyOf(differences);
    }

    /// {@return whether all agree}
    public boolean holds() {
        return agree == compared;
    }

    /// {@return the outcome in one sentence: "dom0: 81 920 of 81 920 RAM frames agree: …"}
    public String sentence() {
        String extra = note.isEmpty() ? "" : " (" + note + ")";
        return "%s: %s of %s %s agree: %s%s."
                .formatted(domain, count(agree), count(compared), unit, claim, extra);
    }

    /// {@return the outcome as a finding}
    public Finding finding() {
        return new Finding(
                holds() ? Severity.INFO : Severity.WARNING,
                sentence(),
                differences.stream().map(Difference::where).findFirst(),
                "cross-check of memory");
    }

    /// {@return a number with a space between thousands}
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /// Counts one comparison while it is made. Used by one thread.
    static final class Counter {
        private final String domain;
        private final String claim;
        private final String unit;
        private final List<Difference> differences = new java.util.ArrayList<>();
        private long compared;
        private long agree;
        private String note = "";

        Counter(String domain, String claim, String unit) {
            this.domain = domain;
            this.claim = claim;
            this.unit = unit;
        }

        /// Counts one that agrees.
        void agrees() {
            compared++;
            agree++;
        }

        /// Counts many that agree.
        void agree(long many) {
            compared += many;
            agree += many;
        }

        /// Counts one that differs.
        void differs(Location where, String says) {
            compared++;
            if (differences.size() < MOST_KEPT) {
                differences.add(new Difference(where, says));
            }
        }

        /// Adds what else was counted.
        void note(String words) {
            note = words;
        }

        /// {@return the outcome, if anything was compared}
        Optional<MemoryCheck> done() {
            return compared == 0
                    ? Optional.empty()
                    : Optional.of(
                            new MemoryCheck(
                                    domain, claim, unit, compared, agree, differences, note));
        }
    }
}
