package org.xenoscope.window.shell;

import javafx.scene.control.Tab;

import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceView;
import org.xenoscope.window.View;
import org.xenoscope.window.ViewKind;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.state.DumpState;
import org.xenoscope.window.theme.Icon;

import java.util.Optional;

/// A tab of the centre. Its view is made when the tab first comes to the front, so that a dump
/// opens without the work of views that nobody looks at.
final class OpenTab extends Tab {
    private final ViewKind kind;
    private final Workbench workbench;
    private Optional<View> view = Optional.empty();
    private String look = "";
    private boolean pinned;

    /// @param id its name, unlike that of every other tab
    OpenTab(ViewKind kind, String id, Workbench workbench) {
        super(kind.title());
        this.kind = kind;
        this.workbench = workbench;
        setId("tab-" + id);
    }

    ViewKind kind() {
        return kind;
    }

    /// {@return whether it is of a kind}
    boolean is(String id) {
        return kind.id().equals(id);
    }

    /// {@return the view, made now if it was not yet}
    View view() {
        if (view.isEmpty()) {
            View made = kind.maker().apply(workbench);
            view = Optional.of(made);
            setContent(made.node());
            if (made instanceof PlaceView place && !look.isEmpty()) {
                place.look(look);
            }
        }
        return view.get();
    }

    /// {@return the view, if it was made}
    Optional<View> made() {
        return view;
    }

    /// {@return the view, if it was made and shows places}
    Optional<PlaceView> places() {
        return view.filter(PlaceView.class::isInstance).map(PlaceView.class::cast);
    }

    boolean pinned() {
        return pinned;
    }

    /// {@return whether it shows places and is not pinned, so that it follows the navigator}
    boolean mayFollow() {
        return places().isPresent() && !pinned;
    }

    /// Pins the tab, so that it keeps its place, or lets it follow again.
    void pin(boolean wanted) {
        pinned = wanted;
        setGraphic(pinned ? Icon.PIN.node() : null);
        getStyleClass().remove("pinned");
        if (pinned) {
            getStyleClass().add("pinned");
        }
    }

    /// Says how the view is to look, now or when it is made.
    void look(String word) {
        look = word;
        places().filter(_ -> !word.isEmpty()).ifPresent(shown -> shown.look(word));
    }

    /// {@return the tab as it is to be remembered}
    DumpState.TabState state() {
        Optional<Place> place = places().map(PlaceView::place);
        return new DumpState.TabState(
                kind.id(),
                place.map(where -> where.location().toString()).orElse(""),
                place.map(Place::length).orElse(1L),
                pinned,
                places().map(PlaceView::look).orElse(look));
    }
}
