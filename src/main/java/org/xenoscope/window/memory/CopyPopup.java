package org.xenoscope.window.memory;

import javafx.scene.layout.StackPane;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The card of {@link CopyCard} over a hex view: it goes with Esc, after a choice, and when the
/// keyboard goes elsewhere.
final class CopyPopup {
    private final HexView view;
    private Optional<CopyCard> open = Optional.empty();

    CopyPopup(HexView view) {
        this.view = view;
    }

    /// Shows the card over the bytes.
    void show(String title, Function<CopyForm, String> previews, Consumer<CopyForm> chosen) {
        close();
        if (!(view.getParent() instanceof StackPane ground)) {
            return;
        }
        CopyCard card =
                new CopyCard(
                        title,
                        previews,
                        form -> {
                            close();
                            chosen.accept(form);
                        },
                        this::close);
        open = Optional.of(card);
        ground.getChildren().add(card);
        card.first().requestFocus();
        card.first()
                .focusedProperty()
                .addListener(
                        (_, _, focused) -> {
                            if (!focused) {
                                remove(card);
                            }
                        });
    }

    private void remove(CopyCard card) {
        if (view.getParent() instanceof StackPane ground) {
            ground.getChildren().remove(card);
        }
        open = open.filter(other -> other != card);
    }

    /// Takes the card away. {@return whether it was there}
    boolean close() {
        boolean there = open.isPresent();
        if (there) {
            view.requestFocus();
        }
        open.ifPresent(this::remove);
        return there;
    }
}
