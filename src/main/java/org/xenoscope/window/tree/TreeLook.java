package org.xenoscope.window.tree;

import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What a person unfolded, folded and chose, to be given back to a tree that was made anew.
///
/// @param unfolded by path, whether a node with others below it is unfolded
/// @param chosen path of the node that is chosen
record TreeLook(Map<String, Boolean> unfolded, Optional<String> chosen) {
    /// {@return how a tree looks now}
    static TreeLook of(TreeView<TreeNode> tree) {
        Map<String, Boolean> unfolded = new HashMap<>();
        TreeItem<TreeNode> selected = tree.getSelectionModel().getSelectedItem();
        String[] chosen = {""};
        walk(
                tree,
                (path, item) -> {
                    if (!item.isLeaf()) {
                        unfolded.put(path, item.isExpanded());
                    }
                    if (item.equals(selected)) {
                        chosen[0] = path;
                    }
                });
        return new TreeLook(
                unfolded, chosen[0].isEmpty() ? Optional.empty() : Optional.of(chosen[0]));
    }

    /// Gives the look to a tree; nodes that it did not have keep their own.
    void apply(TreeView<TreeNode> tree) {
        walk(
                tree,
                (path, item) -> item.setExpanded(unfolded.getOrDefault(path, item.isExpanded())));
        chosen.ifPresent(
                wanted ->
                        walk(
                                tree,
                                (path, item) -> {
                                    if (path.equals(wanted)) {
                                        tree.getSelectionModel().select(item);
                                    }
                                }));
    }

    private static void walk(
            TreeView<TreeNode> tree, BiConsumer<String, TreeItem<TreeNode>> visitor) {
        if (tree.getRoot() != null) {
            walk("", tree.getRoot(), visitor);
        }
    }

    /// Siblings of one name are told apart by their order. What is folded and made late is left
    /// unmade.
    private static void walk(
            String path, TreeItem<TreeNode> item, BiConsumer<String, TreeItem<TreeNode>> visitor) {
        visitor.accept(path + "/", item);
        if (item instanceof LazyItem && !item.isExpanded()) {
            return;
        }
        Map<String, Integer> same = new HashMap<>();
        for (TreeItem<TreeNode> child : item.getChildren()) {
            String name = child.getValue().name();
            int order = same.merge(name, 1, Integer::sum);
            walk("%s/%s %d".formatted(path, name, order), child, visitor);
        }
    }
}
