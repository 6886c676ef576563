package org.xenoscope.window;

import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

import org.xenoscope.place.Finding;

import java.util.List;

/// The findings that the person has put aside: every view that counts or lists findings follows
/// this one set.
public final class DismissedFindings {
    private final ObservableSet<Finding> findings = FXCollections.observableSet();

    /// {@return the findings that were put aside}
    public ObservableSet<Finding> findings() {
        return findings;
    }

    /// Puts a finding aside, or takes it back.
    public void toggle(Finding finding) {
        if (!findings.remove(finding)) {
            findings.add(finding);
        }
    }

    /// {@return those of `all` that were not put aside, in their order}
    public List<Finding> remaining(List<Finding> all) {
        return all.stream().filter(finding -> !findings.contains(finding)).toList();
    }
}
