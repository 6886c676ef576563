package org.xenoscope.window.memory;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Field;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Trail;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceMenu;
import org.xenoscope.window.PlaceView;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// Memory: bytes above, and below how they were found or which fields they are.
public final class MemoryView implements PlaceView {
    private static final double STRIP = 240;
    private static final double LEAST_STRIP = 90;
    private static final double LOW = 520;

    private final Workbench workbench;
    private final ViewBar bar;
    private final HexView hex;
    private final StripView strip;
    private final StackPane ground;
    private final StripDivider divider;
    private final VBox node = new VBox();
    private final ChangeListener<Place> follow = (_, _, place) -> follow(place);
    private Place place;
    private boolean following = true;
    private double stripHeight = STRIP;
    private SameByte same = new SameByte(List.of());

    /// How a byte was found, and where else it is.
    private record Answer(Trail trail, List<Location> places) {}

    /// Makes the view; it follows the navigator at once.
    public MemoryView(Workbench workbench) {
        this.workbench = workbench;
        place = workbench.navigator().place();
        bar = new ViewBar(this::format);
        hex = new HexView(workbench, bar::say, this::explain);
        strip = new StripView(workbench);
        ground = new StackPane(hex);
        ground.setMinHeight(0);
        divider = new StripDivider(this::resize, this::resetStrip);
        strip.onArranged(this::arrange);
        node.heightProperty().addListener((_, was, now) -> resized(was, now));
        VBox.setVgrow(ground, Priority.ALWAYS);
        node.getChildren().setAll(bar, ground, divider, strip);
        arrange();
        workbench.navigator().placeProperty().addListener(follow);
        show(place);
    }

    /// In a low view the strip keeps to its line.
    private void resized(Number was, Number now) {
        boolean low = now.doubleValue() < LOW;
        boolean wasLow = was.doubleValue() < LOW;
        if (was.doubleValue() == 0 || low != wasLow) {
            strip.fold(low);
        } else {
            arrange();
        }
    }

    private void arrange() {
        boolean folded = strip.folded();
        divider.setVisible(!folded);
        divider.setManaged(!folded);
        double most = Math.max(LEAST_STRIP, node.getHeight() - LEAST_STRIP - LEAST_STRIP);
        strip.setPrefHeight(
                folded ? Region.USE_COMPUTED_SIZE : Math.clamp(stripHeight, LEAST_STRIP, most));
    }

    private void resize(double down) {
        stripHeight = strip.getHeight() - down;
        arrange();
    }

    private void resetStrip() {
        stripHeight = STRIP;
        arrange();
    }

    private void format(RowFormat format) {
        hex.format(format);
    }

    @Override
    public String look() {
        return hex.format().word() + (strip.preferFields() ? ",fields" : ",translation");
    }

    @Override
    public void look(String word) {
        int end = word.lastIndexOf(',');
        RowFormat format = RowFormat.parse(end < 0 ? word : word.substring(0, end));
        bar.show(format);
        hex.format(format);
        strip.prefer(!word.endsWith(",translation"));
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

    /// Shows how the byte at the caret was found, and gives the trail the keyboard.
    public void explain() {
        strip.explain();
    }

    /// Offers the forms in which the selected bytes can be copied.
    public void copyAs() {
        hex.copyAs();
    }

    /// One that does not follow keeps its place, except that the person may move the caret in it.
    @Override
    public void following(boolean follows, boolean inSight) {
        following = follows;
        hex.inSight(follows && inSight);
    }

    @Override
    public Optional<String> command() {
        return Optional.of(
                "xenoscope read %s %s %s"
                        .formatted(
                                PlaceMenu.quoted(workbench.dump().path().toString()),
                                place.location(),
                                Long.toUnsignedString(place.length())));
    }

    @Override
    public boolean takes(Location jump) {
        return true;
    }

    @Override
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
        showOwner(where);
        workbench
                .jobs()
                .start(
                        "Translating " + where,
                        _ ->
                                new Answer(
                                        workbench.dump().spaces().explain(where),
                                        workbench.dump().spaces().sameByte(where)),
                        answer -> {
                            if (place.location().equals(where)) {
                                same = SameByte.of(same, answer.places());
                                strip.show(answer.trail(), same.places(), where);
                            }
                        },
                        _ -> {});
    }

    private void showOwner(Location where) {
        Optional<Part> owner =
                where.space().equals(SpaceId.FILE)
                        ? owner(workbench.dump().parts(), where.address())
                        : Optional.empty();
        strip.owner(owner, where);
        hex.soft(
                owner.map(MemoryView::firstByte).orElse(0L),
                owner.map(MemoryView::bytes).orElse(0L));
        bar.owner(owner.map(part -> words(part, where.address())).orElse(""));
    }

    private static long firstByte(Part part) {
        return part.fields().getFirst().fileOffset();
    }

    /// {@return bytes from the first field to the end of the last}
    private static long bytes(Part part) {
        Field last = part.fields().getLast();
        return last.fileOffset() + last.length() - firstByte(part);
    }

    private static String words(Part part, long offset) {
        return part.fields().stream()
                .filter(field -> field.covers(offset))
                .map(Field::name)
                .findFirst()
                .map(name -> part.name() + " · " + name)
                .orElse(part.name());
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

    /// Goes to the same byte in another space; caret, row on the screen and length stay. A
    /// selection that is not contiguous there is cut to its first run.
    ///
    /// @param forward whether to the next space, else to the one before
    public void sameByte(boolean forward) {
        Place from = place;
        SameByte round = same;
        workbench
                .jobs()
                .start(
                        "Looking for the byte in other spaces",
                        _ -> {
                            var spaces = workbench.dump().spaces();
                            Location here = from.location();
                            SameByte now = SameByte.of(round, spaces.sameByte(here));
                            Optional<Location> next = now.next(here, forward);
                            long length =
                                    next.map(
                                                    to ->
                                                            SameByte.contiguous(
                                                                    spaces,
                                                                    here,
                                                                    to,
                                                                    from.length()))
                                            .orElse(1L);
                            String why =
                                    spaces.explain(here)
                                            .hole()
                                            .map(hole -> hole.sentence())
                                            .orElse("nothing maps it.");
                            return new Next(now, next, length, why);
                        },
                        found -> arrive(from, found),
                        _ -> {});
    }

    /// The same byte in another space.
    private record Next(SameByte round, Optional<Location> place, long length, String why) {}

    private void arrive(Place from, Next found) {
        if (!place.location().equals(from.location())) {
            return;
        }
        same = found.round();
        if (found.place().isEmpty()) {
            bar.say("This byte is in no other space: " + found.why());
            return;
        }
        hex.keepRow();
        workbench.navigator().go(found.place().get(), found.length());
        if (found.length() != from.length()) {
            bar.say(
                    "The selection is cut to 0x%x bytes: what follows lies elsewhere in %s."
                            .formatted(found.length(), found.place().get().space().text()));
        }
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(follow);
        hex.close();
    }
}
