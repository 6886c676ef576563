package org.xenoscope.window;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.util.Duration;

import org.xenoscope.dump.PageFacts;
import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Trail;

import java.util.Optional;

/// What shows while the pointer rests on a place: what is there, whose page it is, its first bytes,
/// and in how many steps it is found. Read away from the JavaFX thread once the pointer rests.
final class PlaceHover {
    private static final Duration REST = Duration.millis(400);
    private static final int BYTES = 16;

    /// At most one shows at a time in the whole program.
    private static Optional<Popup> shown = Optional.empty();

    private final Node owner;
    private final Workbench workbench;
    private final Location place;
    private final PauseTransition rest = new PauseTransition(REST);
    private boolean inside;

    /// What there is to say of a place.
    ///
    /// @param what the symbol or field there; empty if none is known
    /// @param page whose page it is
    /// @param bytes its first bytes in digits, or why there are none
    /// @param steps in how many steps it is found
    record Said(String what, String page, String bytes, String steps) {
        static Said of(Workbench workbench, Location place) {
            Trail trail = workbench.dump().spaces().explain(place);
            Chunk chunk = workbench.dump().spaces().get(place.space()).read(place.address(), BYTES);
            PageFacts facts = workbench.dump().pageFacts(place);
            int steps = trail.steps().size();
            return new Said(
                    workbench.dump().whatIsAt(place),
                    facts.owner().map(owner -> "owner " + owner).orElse(""),
                    bytes(trail, chunk),
                    steps == 1 ? "1 step" : steps + " steps");
        }

        private static String bytes(Trail trail, Chunk chunk) {
            int present = chunk.length() == 0 ? 0 : chunk.presentFrom(0);
            if (present == 0) {
                return trail.hole().map(hole -> hole.sentence()).orElse("past the end");
            }
            StringBuilder digits = new StringBuilder();
            StringBuilder text = new StringBuilder("  ");
            for (int i = 0; i < present; i++) {
                int value = chunk.value(i);
                digits.append("%02x ".formatted(value));
                text.append(value >= 0x20 && value < 0x7f ? (char) value : '·');
            }
            return digits.append(text).toString();
        }
    }

    private PlaceHover(Node owner, Workbench workbench, Location place) {
        this.owner = owner;
        this.workbench = workbench;
        this.place = place;
        rest.setOnFinished(_ -> look());
    }

    /// Shows it while the pointer rests on a node.
    static void on(Node owner, Workbench workbench, Location place) {
        PlaceHover hover = new PlaceHover(owner, workbench, place);
        owner.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> hover.enter());
        owner.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hover.leave());
        owner.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> hover.leave());
    }

    /// Takes away what shows, as a window must before it closes.
    static void hideAll() {
        shown.ifPresent(Popup::hide);
        shown = Optional.empty();
    }

    private void enter() {
        inside = true;
        rest.playFromStart();
    }

    private void leave() {
        inside = false;
        rest.stop();
        hideAll();
    }

    private void look() {
        workbench
                .jobs()
                .start("Looking at " + place, _ -> Said.of(workbench, place), this::show, _ -> {});
    }

    private void show(Said said) {
        boolean visible =
                owner.getScene() != null
                        && owner.getScene().getWindow() != null
                        && owner.getScene().getWindow().isShowing();
        if (!inside || !visible) {
            return;
        }
        hideAll();
        Popup popup = new Popup();
        popup.getContent().add(card(said));
        popup.setAutoHide(true);
        popup.setAutoFix(true);
        var corner = owner.localToScreen(0, owner.getLayoutBounds().getHeight() + 4);
        if (corner != null) {
            shown = Optional.of(popup);
            popup.show(owner, corner.getX(), corner.getY());
        }
    }

    private Node card(Said said) {
        HBox head = new HBox(8, new Tag(place.space()), NodeColumn.mono(place.toString()));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(4, head);
        add(card, said.what(), "second");
        add(card, said.page(), "second");
        add(card, said.bytes(), said.bytes().contains("  ") ? "mono" : "quiet");
        add(card, said.steps(), "quiet");
        card.getStyleClass().addAll("overlay-card", "hover-card");
        card.setId("place-hover");
        return card;
    }

    private static void add(VBox card, String words, String style) {
        if (!words.isEmpty()) {
            Label label = new Label(words);
            label.getStyleClass().add(style);
            card.getChildren().add(label);
        }
    }
}
