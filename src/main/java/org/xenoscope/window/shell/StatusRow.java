package org.xenoscope.window.shell;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import org.xenoscope.place.Location;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

/// The status bar: the place, the selection, and the work that has run for 200 ms.
final class StatusRow extends HBox {
    private static final long SHOWN_AFTER_MILLIS = 200;

    private final Jobs jobs;
    private final HBox work = new HBox(8);
    private final Timeline clock;

    StatusRow(Jobs jobs) {
        this.jobs = jobs;
        getStyleClass().add("status-row");
        work.getStyleClass().add("cell");
        work.setId("jobs");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(cell(new Label("No dump open")), space, work);
        clock = new Timeline(new KeyFrame(Duration.millis(100), _ -> showJobs()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
        showJobs();
    }

    private static HBox cell(javafx.scene.Node... nodes) {
        HBox cell = new HBox(6, nodes);
        cell.getStyleClass().add("cell");
        return cell;
    }

    /// Follows a dump's navigator.
    ChangeListener<Navigator.Place> follow(Workbench workbench) {
        Hyperlink address = new Hyperlink();
        address.setId("status-place");
        address.getStyleClass().add("place-link");
        Label length = new Label();
        length.setId("status-length");
        HBox place = cell(address);
        HBox selection = cell(length);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(place, selection, space, work);
        ChangeListener<Navigator.Place> listener =
                (_, _, now) -> {
                    Location where = now.location();
                    place.getChildren().setAll(new Tag(where.space()), address);
                    address.setText(where.toString());
                    address.setOnAction(_ -> PlaceLink.copy(where.toString()));
                    address.setTooltip(new javafx.scene.control.Tooltip("Copy the address"));
                    long bytes = now.length();
                    length.setText(
                            bytes == 1
                                    ? "1 byte"
                                    : "%s bytes selected (0x%x)"
                                            .formatted(Long.toUnsignedString(bytes), bytes));
                };
        workbench.navigator().placeProperty().addListener(listener);
        listener.changed(
                workbench.navigator().placeProperty(), null, workbench.navigator().place());
        return listener;
    }

    private void showJobs() {
        Job late = null;
        int count = 0;
        for (Job job : jobs.running()) {
            if (job.ageMillis() >= SHOWN_AFTER_MILLIS) {
                late = late == null ? job : late;
                count++;
            }
        }
        if (late == null) {
            Label ready = new Label("Ready");
            Label dot = new Label("●");
            dot.getStyleClass().add("fine");
            work.getChildren().setAll(dot, ready);
            return;
        }
        Job job = late;
        Label title = new Label(count == 1 ? job.title() : count + " tasks");
        ProgressBar bar = new ProgressBar(job.fraction());
        bar.setPrefWidth(86);
        Hyperlink cancel = new Hyperlink("Cancel");
        cancel.setId("cancel");
        cancel.setOnAction(_ -> cancelAll());
        work.getChildren().setAll(title, bar, cancel);
    }

    /// Stops the work that is shown.
    void cancelAll() {
        jobs.running().forEach(Job::cancel);
    }

    void close() {
        clock.stop();
    }
}
