package org.xenoscope.window.shell;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.controlsfx.control.PopOver;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;

import java.util.List;
import java.util.Locale;

/// The work that has run for 200 ms: its name, how far it is, and Cancel. Several are counted; a
/// click lists them.
final class JobsCell extends HBox {
    private static final long SHOWN_AFTER_MILLIS = 200;
    private static final double BAR_WIDTH = 86;

    private final Jobs jobs;
    private final PopOver list = new PopOver();
    private final VBox lines = new VBox(8);
    private final Label dot = new Label("●");
    private final Label ready = new Label("Ready");
    private final Timeline clock;
    private List<Job> shown = List.of();

    /// A job; its nodes stay while it runs, so that Cancel can be pressed.
    private static final class Line extends HBox {
        private final Job job;
        private final ProgressBar bar = new ProgressBar();
        private final Label share = new Label();

        Line(Job job) {
            super(8);
            this.job = job;
            getStyleClass().add("job");
            bar.setPrefWidth(BAR_WIDTH);
            getChildren()
                    .setAll(
                            new Label(job.title()),
                            bar,
                            share,
                            link("Cancel", "cancel", job::cancel));
            update();
        }

        void update() {
            double fraction = job.fraction();
            bar.setProgress(fraction);
            share.setText(
                    fraction < 0 ? "" : String.format(Locale.ROOT, "%.0f %%", fraction * 100));
        }
    }

    JobsCell(Jobs jobs) {
        super(8);
        this.jobs = jobs;
        getStyleClass().add("cell");
        setId("jobs");
        dot.getStyleClass().add("fine");
        lines.getStyleClass().add("jobs-list");
        list.setContentNode(lines);
        list.setDetachable(false);
        list.setArrowLocation(PopOver.ArrowLocation.BOTTOM_RIGHT);
        getChildren().setAll(dot, ready);
        clock = new Timeline(new KeyFrame(Duration.millis(100), _ -> show()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
    }

    private void show() {
        List<Job> late =
                jobs.running().stream()
                        .filter(job -> job.ageMillis() >= SHOWN_AFTER_MILLIS)
                        .toList();
        if (!late.equals(shown)) {
            shown = late;
            rebuild();
        }
        getChildren().forEach(JobsCell::update);
        lines.getChildren().forEach(JobsCell::update);
    }

    private static void update(javafx.scene.Node node) {
        if (node instanceof Line line) {
            line.update();
        }
    }

    private void rebuild() {
        lines.getChildren().setAll(shown.stream().map(Line::new).toList());
        if (shown.isEmpty()) {
            getChildren().setAll(dot, ready);
            list.hide(Duration.ZERO);
        } else if (shown.size() == 1) {
            getChildren().setAll(new Line(shown.getFirst()));
        } else {
            getChildren()
                    .setAll(
                            link(shown.size() + " tasks", "tasks", () -> list.show(this)),
                            link("Cancel all", "cancel", this::cancelAll));
        }
    }

    private static Hyperlink link(String words, String id, Runnable work) {
        Hyperlink link = new Hyperlink(words);
        link.setId(id);
        link.setOnAction(_ -> work.run());
        return link;
    }

    void cancelAll() {
        jobs.running().forEach(Job::cancel);
    }

    void close() {
        clock.stop();
        list.hide(Duration.ZERO);
    }
}
