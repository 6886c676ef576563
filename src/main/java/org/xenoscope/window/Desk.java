package org.xenoscope.window;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a view may ask of the window it stands in, so that no view calls another. A desk that
/// nobody serves does nothing, as in a test of one view.
public final class Desk {
    private final List<ViewKind> kinds;
    private Consumer<String> opener = _ -> {};
    private Consumer<String> speaker = _ -> {};
    private Consumer<Location> explainer = _ -> {};
    private BiConsumer<String, String> asker = (_, _) -> {};
    private Consumer<Location> teller = _ -> {};

    /// @param kinds the kinds of views that can be opened
    public Desk(List<ViewKind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /// {@return the kinds of views that can be opened, in the order of menus}
    public List<ViewKind> kinds() {
        return kinds;
    }

    /// Says who does what is asked here.
    ///
    /// @param open shows a view by the id of its kind
    /// @param say tells the person something for a while
    /// @param explain shows the trail of a place
    public void serve(Consumer<String> open, Consumer<String> say, Consumer<Location> explain) {
        opener = open;
        speaker = say;
        explainer = explain;
    }

    /// Says who puts questions to views.
    ///
    /// @param ask shows a view by the id of its kind, and gives it the question
    public void serveQuestions(BiConsumer<String, String> ask) {
        asker = ask;
    }

    /// Says who tells what is at a place.
    ///
    /// @param tell shows all that is known of a place
    public void serveWhatIsHere(Consumer<Location> tell) {
        teller = tell;
    }

    /// Shows all that is known of a place, wherever the person is.
    public void whatIsHere(Location place) {
        teller.accept(place);
    }

    /// Brings a view forward, and puts a question to it as a person typed it.
    ///
    /// @param kind the id of its kind
    public void ask(String kind, String question) {
        asker.accept(kind, question);
    }

    /// Brings a view forward, and opens it if it is not open.
    ///
    /// @param kind the id of its kind
    public void show(String kind) {
        opener.accept(kind);
    }

    /// Tells the person something for a while, in the status bar.
    public void say(String sentence) {
        speaker.accept(sentence);
    }

    /// Goes to a place and shows how its byte is found, step by step.
    public void explain(Location place) {
        explainer.accept(place);
    }
}
