package org.xenoscope.window;

import org.xenoscope.dump.Dump;
import org.xenoscope.window.theme.Icon;

import java.util.Optional;
import java.util.function.Function;

/// A kind of view that a person can open as a tab: all that menus, palette, `+`, links, the saved
/// state and pictures need to know of it. The window has one list of them.
///
/// @param id its name for state, tests and `screenshot --view`: "memory"
/// @param title what its tab is called
/// @param icon drawn beside the title in lists
/// @param keys key combinations that show it, with spaces between them; may be empty
/// @param several whether there may be several tabs of it; else asking again brings it forward
/// @param atStart whether a dump that was never open begins with it
/// @param lacks why a dump cannot fill it, asked away from the JavaFX thread; the view is offered
///   all the same, and says it
/// @param forPlace whether it shows a place of memory in its own way, so that links offer it
/// @param maker makes it
public record ViewKind(
        String id,
        String title,
        Icon icon,
        String keys,
        boolean several,
        boolean atStart,
        Function<Dump, Optional<String>> lacks,
        boolean forPlace,
        Function<Workbench, View> maker) {

    /// {@return a kind of which there is one tab at most, which every dump fills}
    public static ViewKind of(String id, String title, Icon icon, Function<Workbench, View> maker) {
        return new ViewKind(id, title, icon, "", false, false, _ -> Optional.empty(), false, maker);
    }

    /// {@return the same with keys that show it}
    public ViewKind keys(String combinations) {
        return new ViewKind(
                id, title, icon, combinations, several, atStart, lacks, forPlace, maker);
    }

    /// {@return the same, of which there may be several tabs}
    public ViewKind inSeveralTabs() {
        return new ViewKind(id, title, icon, keys, true, atStart, lacks, forPlace, maker);
    }

    /// {@return the same, open from the start}
    public ViewKind fromTheStart() {
        return new ViewKind(id, title, icon, keys, several, true, lacks, forPlace, maker);
    }

    /// {@return the same, which needs something that a dump may lack}
    ///
    /// @param why says why a dump cannot fill it, in one sentence, if it cannot
    public ViewKind needs(Function<Dump, Optional<String>> why) {
        return new ViewKind(id, title, icon, keys, several, atStart, why, forPlace, maker);
    }

    /// {@return the same, offered by every link to a place of memory; its view is a {@link
    /// PlaceView}}
    public ViewKind showsPlaces() {
        return new ViewKind(id, title, icon, keys, several, atStart, lacks, true, maker);
    }
}
