package org.xenoscope.window.shell;

import javafx.beans.value.ObservableBooleanValue;

import org.xenoscope.window.Action;
import org.xenoscope.window.theme.Theme;

import java.util.List;

/// The one list of what a person can do in a window; menus, keys and help are made from it.
final class WindowActions {
    private final DumpWindow window;

    WindowActions(DumpWindow window) {
        this.window = window;
    }

    List<Action> all() {
        ObservableBooleanValue dump = window.hasDump();
        return List.of(
                Action.always("open", "File", "Open…", "Shortcut+O", window::choose),
                Action.always("sample", "File", "Open the built-in sample", "", window::openSample),
                Action.always("new-window", "File", "New window", "Shortcut+N", window::newWindow),
                Action.always(
                        "close-window",
                        "File",
                        "Close window",
                        "Shortcut+Shift+W",
                        window::closeWindow),
                view("address", "Go", "Address field", "Shortcut+L", dump, DumpView::focusAddress),
                view("back", "Go", "Back", "Alt+LEFT", dump, shown -> shown.navigator().back()),
                view(
                        "forward",
                        "Go",
                        "Forward",
                        "Alt+RIGHT",
                        dump,
                        shown -> shown.navigator().forward()),
                view(
                        "next-space",
                        "Go",
                        "Same byte in the next space",
                        "F6",
                        dump,
                        shown -> shown.sameByte(true)),
                view(
                        "previous-space",
                        "Go",
                        "Same byte in the space before",
                        "Shift+F6",
                        dump,
                        shown -> shown.sameByte(false)),
                view("overview", "View", "Overview", "", dump, shown -> shown.showTab("overview")),
                view("memory", "View", "Memory", "", dump, shown -> shown.showTab("memory")),
                view("cpus", "View", "CPUs", "", dump, shown -> shown.showTab("cpus")),
                view("findings", "View", "Findings", "", dump, shown -> shown.showTab("findings")),
                view("fold-tree", "View", "Fold the tree", "F4", dump, DumpView::foldTree),
                view("fold-cpus", "View", "Fold the CPU panel", "F7", dump, DumpView::foldCpus),
                view(
                        "switch-cpus",
                        "View",
                        "Physical CPUs or dom0 VCPUs",
                        "Shift+F7",
                        dump,
                        DumpView::switchCpus),
                look("dark", "Dark", Theme.DARK),
                look("light", "Light", Theme.LIGHT),
                look("system", "As the system", Theme.SYSTEM),
                Action.always(
                        "zoom-in", "View", "Zoom in", "Shortcut+EQUALS", () -> window.zoom().in()),
                Action.always(
                        "zoom-out",
                        "View",
                        "Zoom out",
                        "Shortcut+MINUS",
                        () -> window.zoom().out()),
                Action.always(
                        "zoom-reset",
                        "View",
                        "Normal size",
                        "Shortcut+DIGIT0",
                        () -> window.zoom().reset()),
                Action.always(
                        "cancel",
                        "Tools",
                        "Cancel the work that runs",
                        "Shift+ESC",
                        window::cancelJobs));
    }

    private Action view(
            String id,
            String menu,
            String title,
            String keys,
            ObservableBooleanValue dump,
            java.util.function.Consumer<DumpView> work) {
        return Action.when(id, menu, title, keys, dump, () -> window.withView(work));
    }

    private Action look(String id, String title, Theme theme) {
        return Action.always(id, "View", title, "", () -> window.theme(theme));
    }
}
