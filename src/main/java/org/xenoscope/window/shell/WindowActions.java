package org.xenoscope.window.shell;

import javafx.beans.value.ObservableBooleanValue;

import org.xenoscope.window.Action;
import org.xenoscope.window.ViewKind;
import org.xenoscope.window.theme.Theme;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The one list of what a person can do in a window; menus, keys, palette and help are made from
/// it.
final class WindowActions {
    private static final String FILE = "File";
    private static final String GO = "Go";
    private static final String VIEW = "View";
    private static final String TOOLS = "Tools";
    private static final String HELP = "Help";
    private static final int NUMBERED_TABS = 9;

    private final DumpWindow window;
    private final ObservableBooleanValue dump;
    private final List<Action> actions = new ArrayList<>();

    WindowActions(DumpWindow window) {
        this.window = window;
        this.dump = window.hasDump();
    }

    List<Action> all() {
        file();
        go();
        view();
        looks();
        tabs();
        tools();
        return List.copyOf(actions);
    }

    private void file() {
        always("open", FILE, "Open…", "Shortcut+O", window::choose);
        always("sample", FILE, "Open the built-in sample", "", window::openSample);
        always("new-window", FILE, "New window", "Shortcut+N", window::newWindow);
        always("close-window", FILE, "Close window", "Shortcut+Shift+W", window::closeWindow);
        always("quit", FILE, "Quit", "Shortcut+Q", window::quit);
    }

    private void go() {
        always(
                "palette",
                GO,
                "Commands and symbols",
                "Shortcut+K Shortcut+P Shortcut+Shift+P",
                window::showPalette);
        dump("address", GO, "Address field", "Shortcut+L Shortcut+G", DumpView::focusAddress);
        when(
                "back",
                "Back",
                "Alt+LEFT",
                window.canGoBack(),
                "No place before this one",
                shown -> shown.navigator().back());
        when(
                "forward",
                "Forward",
                "Alt+RIGHT",
                window.canGoForward(),
                "No place after this one",
                shown -> shown.navigator().forward());
        dump("next-space", GO, "Same byte in the next space", "F6", v -> v.sameByte(true));
        dump(
                "previous-space",
                GO,
                "Same byte in the space before",
                "Shift+F6",
                v -> v.sameByte(false));
        dump("next-finding", GO, "Next finding", "F8", v -> v.finding(true));
        dump("previous-finding", GO, "Finding before", "Shift+F8", v -> v.finding(false));
        dump("explain", GO, "Explain: show the trail", "Shortcut+E", DumpView::explain);
        dump(
                "what-is-here",
                GO,
                "What is here",
                "Shortcut+I",
                v -> v.workbench().desk().whatIsHere(v.navigator().place().location()));
        dump("copy-command", TOOLS, "Copy as command", "", DumpView::copyCommand);
        dump("copy-address", GO, "Copy the address", "Shortcut+Shift+L", DumpView::copyAddress);
        dump("reveal", GO, "Show the byte in the tree", "F5", DumpView::revealInTree);
    }

    private void view() {
        for (ViewKind kind : ViewKinds.all()) {
            dump(kind.id(), VIEW, kind.title(), kind.keys(), v -> v.showTab(kind.id()));
        }
        dump("next-area", VIEW, "Next area", "Ctrl+F6", v -> v.area(true));
        dump("previous-area", VIEW, "Area before", "Ctrl+Shift+F6", v -> v.area(false));
        dump("fold-tree", VIEW, "Fold the tree", "F4", v -> v.panels().foldTree());
        dump("fold-cpus", VIEW, "Fold the CPU panel", "F7", v -> v.panels().foldCpus());
        dump("move-cpus", VIEW, "Move the CPU panel", "", v -> v.panels().moveCpus());
        dump(
                "compare-cpus",
                VIEW,
                "Compare the CPU with the other view",
                "",
                DumpView::compareCpus);
        dump("switch-cpus", VIEW, "Physical CPUs or dom0 VCPUs", "Shift+F7", DumpView::switchCpus);
    }

    private void looks() {
        look("dark", "Dark", Theme.DARK);
        look("light", "Light", Theme.LIGHT);
        look("system", "As the system", Theme.SYSTEM);
        always(
                "zoom-in",
                VIEW,
                "Larger text",
                "Shortcut+EQUALS Shortcut+PLUS Shortcut+ADD",
                () -> window.zoom().in());
        always(
                "zoom-out",
                VIEW,
                "Smaller text",
                "Shortcut+MINUS Shortcut+SUBTRACT",
                () -> window.zoom().out());
        always(
                "zoom-reset",
                VIEW,
                "Normal text",
                "Shortcut+DIGIT0 Shortcut+NUMPAD0",
                () -> window.zoom().reset());
    }

    private void tabs() {
        dump("close-tab", VIEW, "Close the tab", "Shortcut+W", shown -> shown.tabs().close());
        dump(
                "reopen-tab",
                VIEW,
                "Open the closed tab again",
                "Shortcut+Shift+T",
                shown -> shown.tabs().reopen());
        dump("next-tab", VIEW, "Next tab", "Ctrl+TAB", shown -> shown.tabs().step(1));
        dump("previous-tab", VIEW, "Tab before", "Ctrl+Shift+TAB", shown -> shown.tabs().step(-1));
        dump("new-memory", VIEW, "New memory tab here", "", shown -> shown.tabs().newMemory());
        dump(
                "pin-tab",
                VIEW,
                "Pin or unpin the memory tab",
                "Shortcut+Shift+K",
                shown -> shown.tabs().pin());
        for (int i = 0; i < NUMBERED_TABS; i++) {
            int index = i;
            dump(
                    "tab-" + (i + 1),
                    "",
                    "Tab " + (i + 1),
                    "Shortcut+DIGIT" + (i + 1),
                    shown -> shown.tabs().nth(index));
        }
    }

    private void tools() {
        always("cancel", TOOLS, "Cancel the work that runs", "Shift+ESC", window::cancelJobs);
        always("keys", HELP, "Keys", "F1", () -> window.showHelp(HelpPage.KEYS));
        always("words", HELP, "What the words mean", "", () -> window.showHelp(HelpPage.WORDS));
        always("about", HELP, "About", "", () -> window.showHelp(HelpPage.ABOUT));
    }

    private void always(String id, String menu, String title, String keys, Runnable work) {
        actions.add(Action.always(id, menu, title, keys, work));
    }

    private void dump(String id, String menu, String title, String keys, Consumer<DumpView> work) {
        actions.add(
                Action.when(
                        id,
                        menu,
                        title,
                        keys,
                        dump,
                        "Open a dump first",
                        () -> window.withView(work)));
    }

    private void when(
            String id,
            String title,
            String keys,
            ObservableBooleanValue enabled,
            String why,
            Consumer<DumpView> work) {
        actions.add(Action.when(id, GO, title, keys, enabled, why, () -> window.withView(work)));
    }

    private void look(String id, String title, Theme theme) {
        always(id, VIEW, title, "", () -> window.theme(theme));
    }
}
