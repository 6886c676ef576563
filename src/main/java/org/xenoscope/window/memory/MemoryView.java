package org.xenoscope.window.memory;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Place;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// Memory: bytes above, and below how they were found or which fields they are.
public final class MemoryView implements View {
    private final Workbench workbench;
    private final HexView hex;
    private final StepsView steps;
    private final FieldsView fields;
    private final SplitPane split;
    private final VBox node;
    private final ChangeListener<Place> follow = (_, _, place) -> follow(place);
    private Place place;
    private boolean following = true;
    private Optional<List<Location>> places = Optional.empty();

    /// Makes the view; it follows the navigator at once.
    public MemoryView(Workbench workbench) {
        this.workbench = workbench;
        place = workbench.navigator().place();
        hex = new HexView(workbench);
        steps = new StepsView(workbench);
        fields = new FieldsView(workbench);
        fields.setVisible(false);
        StackPane strip = new StackPane(steps, fields);
        strip.setMinHeight(36);
        split = new SplitPane(hex, strip);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.68);
        SplitPane.setResizableWithParent(strip, false);
        node = new VBox(split);
        VBox.setVgrow(split, javafx.scene.layout.Priority.ALWAYS);
        workbench.navigator().placeProperty().addListener(follow);
        show(place);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void restyle() {
        hex.requestLayout();
    }

    /// Gives the keyboard to the bytes.
    public void focus() {
        hex.requestFocus();
    }

    /// Whether the view follows the navigator; one that does not keeps its place, except that the
    /// person may move the caret in it.
    ///
    /// @param inSight whether its tab is in front
    public void following(boolean follows, boolean inSight) {
        following = follows;
        hex.inSight(follows && inSight);
    }

    /// {@return the place it shows}
    public Place place() {
        return place;
    }

    private void follow(Place next) {
        if (following || (hex.isFocused() && !next.jump())) {
            show(next);
        }
    }

    private void show(Place next) {
        place = next;
        hex.show(place);
        Location where = place.location();
        Optional<Part> owner =
                where.space().equals(SpaceId.FILE)
                        ? owner(workbench.dump().parts(), where.address())
                        : Optional.empty();
        fields.setVisible(owner.isPresent());
        steps.setVisible(owner.isEmpty());
        if (owner.isPresent()) {
            fields.show(owner.get(), where.address());
        }
        places = Optional.empty();
        workbench
                .jobs()
                .start(
                        "Translating " + where,
                        _ ->
                                new StepsView.Answer(
                                        workbench.dump().spaces().explain(where),
                                        workbench.dump().spaces().sameByte(where)),
                        answer -> {
                            if (place.location().equals(where)) {
                                places = Optional.of(answer.places());
                                steps.show(answer);
                            }
                        },
                        _ -> {});
    }

    /// {@return the deepest part with fields that owns a byte of the file}
    static Optional<Part> owner(List<Part> parts, long offset) {
        for (Part part : parts) {
            if (part.covers(offset)) {
                Optional<Part> child = owner(part.children(), offset);
                if (child.isPresent()) {
                    return child;
                }
                if (!part.fields().isEmpty()) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    /// Goes to the same byte in another space; the selection's length stays.
    ///
    /// @param forward whether to the next space, else to the one before
    public void sameByte(boolean forward) {
        places.filter(known -> known.size() > 1)
                .ifPresent(
                        known -> {
                            Location next = forward ? known.get(1) : known.getLast();
                            workbench.navigator().go(next, place.length());
                        });
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(follow);
    }
}
