package org.xenoscope.window.shell;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import org.xenoscope.dump.PageFacts;
import org.xenoscope.place.Location;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

/// The status bar: the place, the selection, the page and its owner, and the work that runs.
final class StatusRow extends HBox {
    private static final Duration GONE_AFTER = Duration.seconds(4);

    private final JobsCell work;
    private final Label notice = new Label();
    private final Timeline noticeClock = new Timeline();

    StatusRow(Jobs jobs) {
        work = new JobsCell(jobs);
        getStyleClass().add("status-row");
        notice.setId("notice");
        getChildren().addAll(cell(new Label("No dump open")), filler(), notice, work);
    }

    private static Region filler() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private static HBox cell(Node... nodes) {
        HBox cell = new HBox(6, nodes);
        cell.getStyleClass().add("cell");
        return cell;
    }

    /// Says something for four seconds.
    void say(String words) {
        notice.setText(words);
        noticeClock.stop();
        noticeClock.getKeyFrames().setAll(new KeyFrame(GONE_AFTER, _ -> notice.setText("")));
        noticeClock.play();
    }

    /// Follows a dump's navigator.
    void follow(Workbench workbench) {
        Hyperlink address = new Hyperlink();
        address.setId("status-place");
        address.getStyleClass().add("place-link");
        address.setTooltip(new Tooltip("Copy the address"));
        Label length = new Label();
        length.setId("status-length");
        Label page = new Label();
        page.setId("status-page");
        Label owner = new Label();
        owner.setId("status-owner");
        Tooltip why = new Tooltip();
        owner.setTooltip(why);
        HBox place = cell(address);
        HBox pageCell = cell(page);
        HBox ownerCell = cell(owner);
        getChildren().setAll(place, cell(length), pageCell, ownerCell, filler(), notice, work);
        Facts facts = new Facts(page, pageCell, owner, ownerCell, why);
        workbench
                .navigator()
                .placeProperty()
                .subscribe(
                        now -> {
                            Location where = now.location();
                            place.getChildren().setAll(new Tag(where.space()), address);
                            address.setText(where.toString());
                            address.setOnAction(
                                    _ -> {
                                        PlaceLink.copy(where.toString());
                                        say("Copied " + where);
                                    });
                            length.setText(selected(now.length()));
                            facts.look(workbench, now);
                        });
    }

    private static String selected(long bytes) {
        return bytes == 1
                ? "1 byte"
                : "%s bytes selected (0x%x)".formatted(Long.toUnsignedString(bytes), bytes);
    }

    /// The cells of the page.
    private record Facts(Label page, HBox pageCell, Label owner, HBox ownerCell, Tooltip why) {
        void look(Workbench workbench, Place now) {
            workbench
                    .jobs()
                    .start(
                            "Looking at the page",
                            _ -> workbench.dump().pageFacts(now.location()),
                            found -> {
                                if (workbench
                                        .navigator()
                                        .place()
                                        .location()
                                        .equals(now.location())) {
                                    show(found);
                                }
                            },
                            _ -> show(PageFacts.NONE));
        }

        private void show(PageFacts found) {
            page.setText(found.page().orElse(""));
            pageCell.setVisible(found.page().isPresent());
            pageCell.setManaged(found.page().isPresent());
            owner.setText("owner " + found.owner().orElse(""));
            why.setText(found.evidence());
            ownerCell.setVisible(found.owner().isPresent());
            ownerCell.setManaged(found.owner().isPresent());
        }
    }

    /// Stops the work that is shown.
    void cancelAll() {
        work.cancelAll();
    }

    void close() {
        noticeClock.stop();
        work.close();
    }
}
