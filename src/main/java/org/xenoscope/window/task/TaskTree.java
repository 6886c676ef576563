package org.xenoscope.window.task;

import javafx.scene.control.TreeItem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Hangs tasks below their parents.
final class TaskTree {
    private TaskTree() {}

    /// {@return the tasks side by side}
    static TreeItem<TaskRow> flat(List<TaskRow> rows) {
        TreeItem<TaskRow> root = root();
        rows.forEach(row -> root.getChildren().add(item(row)));
        return root;
    }

    /// {@return each task below its parent; one whose parent is not among them, or that would close
    /// a circle, below the root}
    static TreeItem<TaskRow> byParent(List<TaskRow> rows) {
        TreeItem<TaskRow> root = root();
        Map<Integer, TreeItem<TaskRow>> items = new HashMap<>();
        rows.forEach(row -> items.putIfAbsent(row.task().pid(), item(row)));
        for (TaskRow row : rows) {
            TreeItem<TaskRow> first = items.getOrDefault(row.task().pid(), root);
            TreeItem<TaskRow> item = row.equals(first.getValue()) ? first : item(row);
            TreeItem<TaskRow> parent = parent(row, items, root);
            (closes(item, parent) ? root : parent).getChildren().add(item);
        }
        return root;
    }

    private static TreeItem<TaskRow> parent(
            TaskRow row, Map<Integer, TreeItem<TaskRow>> items, TreeItem<TaskRow> root) {
        OptionalInt number = row.task().ppid();
        return number.isPresent() ? items.getOrDefault(number.getAsInt(), root) : root;
    }

    private static boolean closes(TreeItem<TaskRow> item, TreeItem<TaskRow> parent) {
        for (TreeItem<TaskRow> at = parent; at != null; at = at.getParent()) {
            if (at.equals(item)) {
                return true;
            }
        }
        return false;
    }

    private static TreeItem<TaskRow> root() {
        TreeItem<TaskRow> root = new TreeItem<>();
        root.setExpanded(true);
        return root;
    }

    private static TreeItem<TaskRow> item(TaskRow row) {
        TreeItem<TaskRow> item = new TreeItem<>(row);
        item.setExpanded(true);
        return item;
    }
}
