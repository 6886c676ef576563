package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;

import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.action.Action;
import org.xenoscope.place.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What concerns the whole dump, in a bar above the views. Bars stay until they are dismissed and
/// never stack: the worst shows, and says how many more there are.
final class Bars {
    private final NotificationPane pane = new NotificationPane();
    private final List<Bar> bars = new ArrayList<>();
    private final ContextMenu others = new ContextMenu();
    private Optional<Bar> shown = Optional.empty();

    /// A bar.
    ///
    /// @param severity how much it matters
    /// @param sentence for people
    /// @param does what a person can do about it, if there is something
    record Bar(Severity severity, String sentence, Optional<Offer> does) {
        static Bar of(Severity severity, String sentence) {
            return new Bar(severity, sentence, Optional.empty());
        }
    }

    /// The one action of a bar.
    ///
    /// @param title what it is called
    /// @param work what it does; the bar stays unless the work takes it away
    record Offer(String title, Runnable work) {}

    Bars() {
        others.setId("more-bars");
        pane.setShowFromTop(true);
        pane.getStyleClass().add("bars");
        pane.setOnHidden(_ -> dismissed());
    }

    /// {@return the node with a content below the bars}
    Node over(Node content) {
        pane.setContent(content);
        return pane;
    }

    /// {@return the sentences that were not dismissed, the one that is shown first}
    List<String> sentences() {
        return bars.stream().map(Bar::sentence).toList();
    }

    /// Adds a bar, unless it is there already.
    void add(Bar bar) {
        if (bars.contains(bar)) {
            return;
        }
        bars.add(bar);
        bars.sort(Comparator.comparing(Bar::severity));
        show();
    }

    /// Takes a bar away, since what it says is no longer so.
    void remove(Bar bar) {
        if (bars.remove(bar)) {
            show();
        }
    }

    /// The person has closed the bar.
    private void dismissed() {
        if (pane.isShowing()) {
            return;
        }
        shown.ifPresent(bars::remove);
        shown = Optional.empty();
        show();
    }

    private void show() {
        if (bars.isEmpty()) {
            shown = Optional.empty();
            pane.hide();
            return;
        }
        Bar worst = bars.getFirst();
        shown = Optional.of(worst);
        Label shape = new Label(shape(worst.severity()));
        shape.getStyleClass().add(style(worst.severity()));
        pane.setGraphic(shape);
        pane.setText(worst.sentence());
        pane.getActions().clear();
        worst.does()
                .ifPresent(
                        offer ->
                                pane.getActions()
                                        .add(new Action(offer.title(), _ -> offer.work().run())));
        if (bars.size() > 1) {
            pane.getActions().add(new Action(bars.size() - 1 + " more", _ -> list()));
        }
        if (!pane.isShowing()) {
            pane.show();
        }
    }

    private void list() {
        others.getItems().clear();
        for (Bar bar : bars.subList(1, bars.size())) {
            MenuItem item = new MenuItem(bar.sentence(), new Label(shape(bar.severity())));
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> bar.does().ifPresent(offer -> offer.work().run()));
            others.getItems().add(item);
        }
        others.show(pane, javafx.geometry.Side.TOP, 24, 40);
    }

    private static String shape(Severity severity) {
        return switch (severity) {
            case ERROR -> "✕";
            case WARNING -> "▲";
            case INFO -> "●";
        };
    }

    private static String style(Severity severity) {
        return switch (severity) {
            case ERROR -> "wrong";
            case WARNING -> "warning";
            case INFO -> "info";
        };
    }
}
