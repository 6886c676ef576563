package org.xenoscope.window.memory;

import javafx.scene.control.Hyperlink;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.xenoscope.window.LinkedWords;
import org.xenoscope.window.Workbench;

import java.util.Optional;
import java.util.function.LongConsumer;

/// The words on the band of a hole: what it is, how long, why, and the way on.
final class BandNote extends StackPane {
    private final Workbench workbench;
    private final LongConsumer next;
    private final TextFlow flow = new TextFlow();
    private Optional<HexItem.Band> shown = Optional.empty();

    /// @param next told the last address of the hole when the person wants what follows
    BandNote(Workbench workbench, LongConsumer next) {
        this.workbench = workbench;
        this.next = next;
        getStyleClass().add("band-note");
        getChildren().add(flow);
        setManaged(false);
        setVisible(false);
        setPickOnBounds(false);
    }

    /// Shows the words of a band; new nodes are made only for another one.
    void show(HexItem.Band band) {
        setVisible(true);
        if (shown.equals(Optional.of(band))) {
            return;
        }
        shown = Optional.of(band);
        Text word = text(HolePattern.of(band.reason()).word() + "  ", "band-word");
        Text length = text(band.length() + ": ", "band-length");
        flow.getChildren().setAll(word, length);
        flow.getChildren().addAll(LinkedWords.of(workbench, band.sentence()));
        if (band.last() != -1L) {
            Hyperlink link = new Hyperlink("next readable byte ↓");
            link.getStyleClass().add("next-readable");
            link.setOnAction(_ -> next.accept(band.last()));
            flow.getChildren().addAll(text("  ", "words"), link);
        }
        setAccessibleText("%s, %s: %s".formatted(word.getText(), band.length(), band.sentence()));
    }

    /// Hides the words.
    void hide() {
        setVisible(false);
    }

    private static Text text(String words, String style) {
        Text text = new Text(words);
        text.getStyleClass().add(style);
        return text;
    }

    /// Places the words in the middle of a band's height.
    void place(double y, double width, double height) {
        double most = Math.max(80, width);
        double wide = Math.min(most, Math.ceil(prefWidth(-1)) + 1);
        double high = Math.min(height - 4, Math.ceil(prefHeight(wide)));
        resizeRelocate(12, y + Math.round((height - high) / 2), wide, high);
    }
}
