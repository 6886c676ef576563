package org.xenoscope.window.memory;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;

import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What can be done with the bytes at the caret: the context menu, copy, and copy as.
final class HexMenu {
    private static final long MOST_BYTES = 16 << 20;
    private static final int PREVIEW_BYTES = 256;
    private static final int STEP = 1 << 20;

    private final Workbench workbench;
    private final HexView view;
    private final Consumer<String> notice;
    private final ContextMenu menu = new ContextMenu();
    private final Menu spaces = new Menu("Same byte in");
    private final CopyPopup popup;

    HexMenu(Workbench workbench, HexView view, Consumer<String> notice) {
        this.workbench = workbench;
        this.view = view;
        this.notice = notice;
        popup = new CopyPopup(view);
        menu.setId("hex-menu");
        menu.getItems()
                .addAll(
                        item("Follow the pointer here", "", () -> view.enter(false)),
                        item("Follow it in a new tab", "", () -> view.enter(true)),
                        spaces,
                        item("Explain: show the trail", "", view::explain),
                        new SeparatorMenuItem(),
                        item("Copy", "Shortcut+C", this::copy),
                        item("Copy as…", "Shortcut+Shift+C", this::copyAs),
                        item("Copy address", "", this::copyAddress),
                        new SeparatorMenuItem(),
                        item("Select the word", "", view::selectWord),
                        item("Select the row", "", view::selectRow),
                        item("Select all that is readable around", "", view::selectExtent),
                        new SeparatorMenuItem(),
                        item("Next readable extent", "", () -> view.extent(true)),
                        item("Readable extent before", "", () -> view.extent(false)),
                        item("First byte of the space", "", () -> view.end(false)),
                        item("Last byte of the space", "", () -> view.end(true)));
    }

    /// The keys are the hex view's own; they stand here to be learnt.
    private static MenuItem item(String title, String keys, Runnable work) {
        MenuItem item = new MenuItem(title);
        item.setOnAction(_ -> work.run());
        if (!keys.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(keys));
        }
        return item;
    }

    /// Shows the menu at a point of the screen.
    void show(double screenX, double screenY) {
        Location where = view.place().location();
        spaces.getItems().clear();
        spaces.setDisable(true);
        workbench
                .jobs()
                .start(
                        "Looking for the byte in other spaces",
                        _ -> workbench.dump().spaces().sameByte(where),
                        places -> fill(places.subList(1, places.size())),
                        _ -> {});
        menu.show(view, screenX, screenY);
    }

    private void fill(List<Location> places) {
        for (Location place : places) {
            String title = "%s  %s".formatted(Tag.name(place.space()), place.hex());
            spaces.getItems()
                    .add(
                            item(
                                    title,
                                    "",
                                    () -> workbench.navigator().go(place, view.place().length())));
        }
        spaces.setDisable(places.isEmpty());
    }

    private void copyAddress() {
        PlaceLink.copy(view.place().location().toString());
    }

    /// Copies the selected bytes as hex; what is missing is two dashes.
    void copy() {
        copy(CopyForm.HEX);
    }

    private void copy(CopyForm form) {
        Place place = view.place();
        Optional<Marks.Block> block = view.marks().block();
        long length = block.map(HexMenu::bytes).orElse(place.length());
        if (!form.placeOnly() && Long.compareUnsigned(length, MOST_BYTES) > 0) {
            notice.accept(
                    "More than 16 MiB are selected. \"Copy as… Command\" gives the command that"
                            + " writes them.");
            return;
        }
        workbench
                .jobs()
                .start(
                        "Copying",
                        progress -> text(form, place, block, progress::cancelled),
                        this::copied,
                        exception -> notice.accept("Not copied: " + exception.getMessage()));
    }

    private static long bytes(Marks.Block block) {
        return (block.last() - block.first()) / block.row() * block.width() + block.width();
    }

    /// What goes to the clipboard, or why nothing does.
    private record Copied(Optional<String> text, String says) {}

    private void copied(Copied copied) {
        copied.text().ifPresent(PlaceLink::copy);
        notice.accept(copied.says());
    }

    private Copied text(
            CopyForm form,
            Place place,
            Optional<Marks.Block> block,
            java.util.function.BooleanSupplier cancelled) {
        if (block.isPresent() && !form.placeOnly()) {
            return blockText(form, place, block.get(), cancelled);
        }
        long wanted = form.placeOnly() ? 0 : place.length();
        return line(form, source(place, place.location(), wanted, cancelled));
    }

    private Copied blockText(
            CopyForm form,
            Place place,
            Marks.Block block,
            java.util.function.BooleanSupplier cancelled) {
        StringBuilder out = new StringBuilder();
        for (long at = block.first();
                Long.compareUnsigned(at, block.last()) <= 0 && !cancelled.getAsBoolean();
                at += block.row()) {
            Location start = new Location(place.location().space(), at);
            Copied line = line(form, source(place, start, block.width(), cancelled));
            if (line.text().isEmpty()) {
                return line;
            }
            out.append(line.text().get()).append('\n');
            if (block.last() - at < block.row()) {
                break;
            }
        }
        return new Copied(Optional.of(out.toString()), "The block is copied, a line a row.");
    }

    private static Copied line(CopyForm form, CopyForm.Source source) {
        Optional<String> refusal = form.refusal(source.chunk());
        return refusal.isPresent()
                ? new Copied(Optional.empty(), refusal.get())
                : new Copied(
                        Optional.of(form.write(source)),
                        form.placeOnly()
                                ? form.title() + " copied."
                                : "%d bytes copied: %s."
                                        .formatted(source.chunk().length(), form.title()));
    }

    private CopyForm.Source source(
            Place place,
            Location start,
            long length,
            java.util.function.BooleanSupplier cancelled) {
        Space space = workbench.dump().spaces().get(start.space());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream missing = new ByteArrayOutputStream();
        for (long done = 0; done < length && !cancelled.getAsBoolean(); ) {
            Chunk part = space.read(start.address() + done, (int) Math.min(STEP, length - done));
            if (part.length() == 0) {
                break;
            }
            for (int i = 0; i < part.length(); i++) {
                bytes.write(part.value(i));
                missing.write(part.hole(i).map(reason -> -(int) reason.code()).orElse(0));
            }
            done += part.length();
        }
        Chunk chunk = new Chunk(start.address(), bytes.toByteArray(), missing.toByteArray());
        return new CopyForm.Source(
                start, place.length(), chunk, view.format(), workbench.dump().path().toString());
    }

    /// Shows the forms with their first lines.
    void copyAs() {
        Place place = view.place();
        long length = Math.clamp(place.length(), 1, PREVIEW_BYTES);
        if (place.length() < 0) {
            length = PREVIEW_BYTES;
        }
        long shown = length;
        workbench
                .jobs()
                .start(
                        "Reading a preview",
                        _ -> source(place, place.location(), shown, () -> false),
                        source ->
                                popup.show(
                                        "%s bytes at %s"
                                                .formatted(
                                                        Long.toUnsignedString(place.length()),
                                                        place.location()),
                                        form ->
                                                form.refusal(source.chunk())
                                                        .orElseGet(() -> form.write(source)),
                                        this::copy),
                        _ -> {});
    }

    /// Takes the card of forms away. {@return whether it was there}
    boolean closeCard() {
        return popup.close();
    }
}
