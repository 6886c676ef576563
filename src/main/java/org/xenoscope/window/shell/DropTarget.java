package org.xenoscope.window.shell;

import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;

import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;
import org.xenoscope.symbol.Companion;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.instance.UriList;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Files dragged over the window: an outline says at once what a drop would do; what the file is
/// comes as soon as its first bytes are read.
final class DropTarget {
    private static final String SYMBOLS = "a file of symbols";

    private final StackPane root;
    private final Jobs jobs;
    private final BooleanSupplier empty;
    private final Consumer<List<Path>> dropped;
    private final Label verb = new Label();
    private final StackPane outline = new StackPane(verb);
    private List<Path> over = List.of();

    /// @param root the window's root
    /// @param empty whether the window has no dump
    /// @param dropped given the files
    DropTarget(StackPane root, Jobs jobs, BooleanSupplier empty, Consumer<List<Path>> dropped) {
        this.root = root;
        this.jobs = jobs;
        this.empty = empty;
        this.dropped = dropped;
        outline.getStyleClass().add("drop-outline");
        outline.setId("drop-outline");
        outline.setMouseTransparent(true);
        root.addEventHandler(DragEvent.DRAG_OVER, this::over);
        root.addEventHandler(DragEvent.DRAG_EXITED, _ -> leave());
        root.addEventHandler(DragEvent.DRAG_DROPPED, this::drop);
    }

    /// Files come as such; JavaFX gives the other lines of a `text/uri-list` as a URL.
    private static UriList handed(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        if (files != null && !files.isEmpty()) {
            return new UriList(files.stream().map(File::toPath).toList(), List.of());
        }
        String url = event.getDragboard().getUrl();
        return UriList.parse(url == null ? "" : url);
    }

    private void over(DragEvent event) {
        UriList list = handed(event);
        if (!list.files().isEmpty()) {
            event.acceptTransferModes(TransferMode.COPY);
            hover(list.files());
            event.consume();
        } else if (!list.elsewhere().isEmpty()) {
            hoverElsewhere(list.elsewhere().getFirst());
            event.consume();
        }
    }

    /// Says why a drop of something that no file name leads to would do nothing.
    void hoverElsewhere(String uri) {
        over = List.of();
        show("Not a file of this machine: " + uri);
    }

    private void show(String words) {
        verb.setText(words);
        if (!root.getChildren().contains(outline)) {
            root.getChildren().add(outline);
        }
    }

    /// Shows the outline for files that are over the window.
    void hover(List<Path> files) {
        if (root.getChildren().contains(outline) && files.equals(over)) {
            return;
        }
        over = files;
        show(first(files));
        if (files.size() == 1) {
            jobs.start(
                    "Looking at " + files.getFirst().getFileName(),
                    progress -> refusal(files.getFirst(), progress),
                    answer -> say(files, answer),
                    _ -> {});
        }
    }

    /// {@return what the file is, if it is no dump}
    private static Optional<String> refusal(Path file, Progress progress) throws IOException {
        if (Companion.likely(file)) {
            return Optional.of(SYMBOLS);
        }
        try (Image _ = ImageFile.open(file, progress)) {
            return Optional.empty();
        } catch (NotADumpException exception) {
            String sentence = String.valueOf(exception.getMessage());
            int end = sentence.indexOf(". ");
            return Optional.of(end < 0 ? sentence : sentence.substring(0, end));
        }
    }

    private String first(List<Path> files) {
        if (files.isEmpty()) {
            return "Drop to open";
        }
        if (files.size() > 1) {
            return "%d files: opens %d windows"
                    .formatted(files.size(), Math.min(DumpWindow.MOST_WINDOWS, files.size()));
        }
        return empty.getAsBoolean() ? "Open vmcore" : "Open in a new window";
    }

    private void say(List<Path> files, Optional<String> refusal) {
        if (files.equals(over)) {
            refusal.ifPresent(what -> verb.setText(says(what)));
        }
    }

    private String says(String what) {
        if (!what.equals(SYMBOLS)) {
            return "Not a dump: " + what;
        }
        return empty.getAsBoolean()
                ? "Not a dump: a file of symbols, welcome beside one"
                : "Use as symbols";
    }

    private void leave() {
        over = List.of();
        root.getChildren().remove(outline);
    }

    private void drop(DragEvent event) {
        leave();
        List<Path> files = handed(event).files();
        dropped.accept(files);
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
