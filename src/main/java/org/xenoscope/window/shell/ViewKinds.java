package org.xenoscope.window.shell;

import org.xenoscope.window.ViewKind;
import org.xenoscope.window.code.CodeView;
import org.xenoscope.window.cpu.CpusView;
import org.xenoscope.window.domain.DomainsView;
import org.xenoscope.window.log.LogsView;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.overview.FindingsView;
import org.xenoscope.window.overview.OverviewView;
import org.xenoscope.window.stack.StackView;
import org.xenoscope.window.structure.StructureView;
import org.xenoscope.window.symbol.SymbolsView;
import org.xenoscope.window.task.TasksView;
import org.xenoscope.window.theme.Icon;

import java.util.List;

/// The one list of the views that a window can show: tabs, `+`, menus, keys, palette, links, the
/// saved state and `screenshot --view` are made from it. A new view is one line here.
public final class ViewKinds {
    /// The view that shows bytes: jumps come to it unless another view takes them.
    static final String MEMORY = "memory";

    /// The view that is always there.
    static final String OVERVIEW = "overview";

    /// The view that lists findings.
    static final String FINDINGS = "findings";

    /// The view with all of a CPU.
    static final String CPUS = "cpus";

    /// The view that lays a type over a place.
    static final String STRUCTURE = "structure";

    /// The view with the words of a stack.
    static final String STACK = "stack";

    private static final List<ViewKind> ALL =
            List.of(
                    ViewKind.of(OVERVIEW, "Overview", Icon.OVERVIEW, OverviewView::new)
                            .fromTheStart(),
                    ViewKind.of(MEMORY, "Memory", Icon.MEMORY, MemoryView::new)
                            .inSeveralTabs()
                            .fromTheStart(),
                    ViewKind.of(CPUS, "CPUs", Icon.CPU, CpusView::new).fromTheStart(),
                    ViewKind.of("logs", "Logs", Icon.LINES, LogsView::new).fromTheStart(),
                    ViewKind.of("tasks", "Tasks", Icon.BRANCHES, TasksView::new).fromTheStart(),
                    ViewKind.of("domains", "Domains", Icon.STACKED, DomainsView::new)
                            .fromTheStart(),
                    ViewKind.of("symbols", "Symbols", Icon.NAMES, SymbolsView::new),
                    ViewKind.of(STRUCTURE, "Structure", Icon.PAGE, StructureView::new),
                    ViewKind.of("code", "Code", Icon.CODE, CodeView::new),
                    ViewKind.of(STACK, "Stack", Icon.STACKED, StackView::new).showsPlaces(),
                    ViewKind.of(FINDINGS, "Findings", Icon.FLAG, FindingsView::new));

    private ViewKinds() {}

    /// {@return every kind, in the order of menus and of the first tabs}
    public static List<ViewKind> all() {
        return ALL;
    }

    /// {@return the ids of all kinds}
    public static List<String> ids() {
        return ALL.stream().map(ViewKind::id).toList();
    }
}
