package org.xenoscope.window.tree;

import org.xenoscope.dump.CompanionFile;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.SpaceId;

import java.util.List;

/// What the tree shows below the headers and notes.
///
/// @param spaces file, machine, Xen, dom0, then the domains
/// @param tasks dom0's tasks
/// @param symbols files of symbols in use
record TreeFacts(List<TreeNode> spaces, List<TreeNode> tasks, List<TreeNode> symbols) {
    static final TreeFacts NONE = new TreeFacts(List.of(), List.of(), List.of());

    /// {@return the spaces that are known at once} On a job.
    static TreeFacts spaces(Dump dump) {
        return new TreeFacts(memories(dump), List.of(), symbols(dump));
    }

    /// {@return all of it} Looks for roots and tasks: on a job.
    static TreeFacts all(Dump dump) {
        dump.spaces().domains();
        List<TreeNode> tasks =
                dump.linux().tasks().value().map(TaskList::tasks).orElse(List.of()).stream()
                        .filter(task -> !task.idle())
                        .<TreeNode>map(
                                task ->
                                        new TreeNode.Task(
                                                new SpaceId(SpaceId.Kind.TASK, 0, task.pid()),
                                                task.label(),
                                                task.kernelThread()
                                                        ? "kernel thread"
                                                        : task.state().words()))
                        .toList();
        return new TreeFacts(memories(dump), tasks, symbols(dump));
    }

    private static List<TreeNode> memories(Dump dump) {
        return dump.spaces().all().stream().<TreeNode>map(TreeNode.Memory::of).toList();
    }

    /// {@return the files of symbols that are in use now}
    static List<TreeNode> symbols(Dump dump) {
        return dump.companions().stream().<TreeNode>map(TreeFacts::node).toList();
    }

    private static TreeNode node(CompanionFile file) {
        return new TreeNode.Symbols(
                file.name(),
                "%s, %d symbols"
                        .formatted(
                                file.space().equals(SpaceId.XEN) ? "Xen" : "dom0", file.symbols()));
    }
}
