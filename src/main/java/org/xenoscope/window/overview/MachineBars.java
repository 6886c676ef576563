package org.xenoscope.window.overview;

import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import org.xenoscope.dump.Owner;
import org.xenoscope.dump.OwnerMap;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Location;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Swatches;
import org.xenoscope.window.theme.Swatches.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The file, the machine and dom0's memory as bars to scale: what can be read is filled, what the
/// dump lacks is hatched. The pointer tells the address, a click goes there.
final class MachineBars extends Region {
    private static final double ROW = 31;
    private static final double BAR = 20;
    private static final double NAME = 128;
    private static final double SIZE = 82;

    /// Ranges of dom0's memory that are told apart; finer ones are too small to see.
    private static final int SAMPLES = 512;

    private final Workbench workbench;
    private final Swatches swatches = new Swatches();
    private final Canvas canvas = new Canvas();
    private final Tooltip tip = new Tooltip();
    private final Legend legend;
    private List<Bar> bars = List.of();
    private Optional<OwnerMap> owners = Optional.empty();
    private Optional<Location> pointed = Optional.empty();

    /// A range that is there.
    private record Span(long first, long bytes) {
        long end() {
            return first + bytes;
        }
    }

    /// One machine.
    private record Bar(SpaceId space, long bytes, List<Span> present) {}

    /// @param legend told whose memory it is, once that is known
    MachineBars(Workbench workbench, Legend legend) {
        this.workbench = workbench;
        this.legend = legend;
        getChildren().addAll(swatches, canvas);
        setMinHeight(3 * ROW);
        setPrefHeight(3 * ROW);
        setId("bars");
        setOnMouseMoved(event -> at(event.getX(), event.getY()).ifPresent(this::point));
        setOnMouseClicked(
                event ->
                        at(event.getX(), event.getY())
                                .ifPresent(place -> workbench.navigator().go(place)));
        Tooltip.install(this, tip);
        workbench
                .jobs()
                .start(
                        "Measuring the three machines",
                        _ -> measure(),
                        found -> {
                            bars = found;
                            requestLayout();
                            countOwners();
                        },
                        _ -> {});
    }

    private void countOwners() {
        workbench
                .jobs()
                .start(
                        "Whose memory it is",
                        _ -> OwnerMap.of(workbench.dump()),
                        found -> {
                            owners = Optional.of(found);
                            legend.show(found);
                            requestLayout();
                        },
                        failure -> legend.refuse(String.valueOf(failure.getMessage())));
    }

    private Optional<OwnerMap.Strip> strip(SpaceId space) {
        return owners.flatMap(
                map ->
                        switch (space.kind()) {
                            case FILE -> Optional.of(map.file());
                            case MACHINE -> Optional.of(map.machine());
                            default -> map.physical();
                        });
    }

    /// The pointer shows an address, and whose it is as soon as that is looked up.
    private void point(Location place) {
        tip.setText(place.toString());
        if (owners.isEmpty() || pointed.equals(Optional.of(place))) {
            return;
        }
        pointed = Optional.of(place);
        workbench
                .jobs()
                .ask(
                        "Whose " + place + " is",
                        _ -> OwnerMap.ownerAt(workbench.dump(), place),
                        owner -> {
                            if (pointed.equals(Optional.of(place))) {
                                tip.setText(
                                        place
                                                + ", "
                                                + owner.map(Owner::name).orElse("not in the dump"));
                            }
                        },
                        _ -> {});
    }

    private List<Bar> measure() {
        var image = workbench.dump().image();
        List<MachineRun> runs = image.runs();
        List<Bar> found = new ArrayList<>();
        long size = image.file().size();
        found.add(new Bar(SpaceId.FILE, size, List.of(new Span(0, size))));
        if (!runs.isEmpty()) {
            long end = runs.getLast().end();
            found.add(
                    new Bar(
                            SpaceId.MACHINE,
                            end,
                            runs.stream().map(run -> new Span(run.start(), run.bytes())).toList()));
        }
        Space physical = workbench.dump().spaces().get(SpaceId.DOM0_PHYSICAL);
        Optional<Long> bytes = physical.memoryBytes();
        bytes.ifPresent(
                total -> found.add(new Bar(physical.id(), total, sampled(physical, total))));
        return found;
    }

    private static List<Span> sampled(Space space, long total) {
        List<Span> spans = new ArrayList<>();
        long step = Math.max(4096, total / SAMPLES & -4096);
        for (long at = 0; at < total; at += step) {
            if (!space.extentAt(at).readable()) {
                continue;
            }
            long bytes = Math.min(step, total - at);
            boolean joins = !spans.isEmpty() && spans.getLast().end() == at;
            Span last = joins ? spans.removeLast() : new Span(at, 0);
            spans.add(new Span(last.first(), last.bytes() + bytes));
        }
        return spans;
    }

    private double width() {
        return Math.max(10, getWidth() - NAME - SIZE);
    }

    private Optional<Location> at(double x, double y) {
        int index = (int) (y / ROW);
        if (index < 0 || index >= bars.size() || x < NAME || x > NAME + width()) {
            return Optional.empty();
        }
        Bar bar = bars.get(index);
        OptionalLong address = OptionalLong.of((long) ((x - NAME) / width() * bar.bytes()) & -16);
        return Optional.of(
                new Location(bar.space(), Math.min(address.getAsLong(), bar.bytes() - 1)));
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(3 * ROW);
        var out = canvas.getGraphicsContext2D();
        out.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        out.setTextBaseline(javafx.geometry.VPos.CENTER);
        double y = 0;
        for (Bar bar : bars) {
            draw(bar, y);
            y += ROW;
        }
    }

    private void draw(Bar bar, double y) {
        var out = canvas.getGraphicsContext2D();
        Token hue = hue(bar.space());
        double middle = y + BAR / 2;
        out.setFont(Font.font("Inter", 13));
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(swatches.get(hue));
        out.fillRoundRect(0, y + 2, 16, 16, 4, 4);
        out.setFill(swatches.get(Token.BG0));
        out.setTextAlign(TextAlignment.CENTER);
        out.setFont(Font.font("Inter", 10));
        out.fillText(Tag.letter(bar.space()), 8, middle);
        out.setFont(Font.font("Inter", 13));
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(swatches.get(Token.TEXT));
        out.fillText(Tag.name(bar.space()), 24, middle);
        out.setFill(swatches.get(Token.BG0));
        out.fillRect(NAME, y, width(), BAR);
        out.setStroke(swatches.get(Token.LINE2));
        out.setGlobalAlpha(0.6);
        out.save();
        out.beginPath();
        out.rect(NAME, y, width(), BAR);
        out.clip();
        for (double x = NAME - BAR; x < NAME + width(); x += 7) {
            out.strokeLine(x, y + BAR, x + BAR, y);
        }
        out.restore();
        out.setGlobalAlpha(1);
        Optional<OwnerMap.Strip> strip = strip(bar.space());
        if (strip.isPresent()) {
            drawOwners(strip.get(), y);
        } else {
            drawPresent(bar, hue, y);
        }
        out.setFill(swatches.get(Token.TEXT2));
        out.setTextAlign(TextAlignment.RIGHT);
        out.fillText(Size.text(bar.bytes()), getWidth(), middle);
    }

    private void drawPresent(Bar bar, Token hue, double y) {
        var out = canvas.getGraphicsContext2D();
        out.setFill(swatches.get(hue));
        for (Span span : bar.present()) {
            double x = NAME + (double) span.first() / bar.bytes() * width();
            double length = (double) span.bytes() / bar.bytes() * width();
            out.fillRect(x, y, Math.max(1, length), BAR);
        }
    }

    /// Draws cells of one owner as one piece; what the dump lacks stays hatched.
    private void drawOwners(OwnerMap.Strip strip, double y) {
        var out = canvas.getGraphicsContext2D();
        List<Optional<Owner>> cells = strip.owners();
        int from = 0;
        while (from < cells.size()) {
            int to = from + 1;
            while (to < cells.size() && cells.get(to).equals(cells.get(from))) {
                to++;
            }
            Optional<Owner> owner = cells.get(from);
            if (owner.isPresent()) {
                double scale = width() * strip.cellBytes() / Math.max(1, strip.bytes());
                double x = NAME + from * scale;
                double end = Math.min(NAME + to * scale, NAME + width());
                out.setFill(swatches.get(Legend.hue(owner.get())));
                out.setGlobalAlpha(Legend.strength(owner.get()));
                out.fillRect(x, y, Math.max(1, end - x), BAR);
                out.setGlobalAlpha(1);
            }
            from = to;
        }
    }

    private static Token hue(SpaceId space) {
        return switch (space.kind()) {
            case FILE -> Token.FILE;
            case MACHINE -> Token.MACHINE;
            default -> Token.PHYS;
        };
    }
}
