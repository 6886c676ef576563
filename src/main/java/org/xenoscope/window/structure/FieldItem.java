package org.xenoscope.window.structure;

import javafx.scene.control.TreeItem;

import org.xenoscope.window.Jobs;

/// A row of the tree; what lies below it is read on a job when it is first opened.
final class FieldItem extends TreeItem<FieldRow> {
    private final Jobs jobs;
    private boolean asked;

    FieldItem(Jobs jobs, FieldRow row) {
        super(row);
        this.jobs = jobs;
        expandedProperty()
                .addListener(
                        (_, _, open) -> {
                            if (open) {
                                read();
                            }
                        });
    }

    @Override
    public boolean isLeaf() {
        return !getValue().opens();
    }

    private void read() {
        if (asked) {
            return;
        }
        asked = true;
        FieldRow row = getValue();
        jobs.start(
                "Reading " + row.name(),
                _ -> row.children(),
                rows ->
                        getChildren()
                                .setAll(
                                        rows.stream()
                                                .map(each -> new FieldItem(jobs, each))
                                                .toList()),
                _ -> asked = false);
    }
}
