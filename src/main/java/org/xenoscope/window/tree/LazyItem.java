package org.xenoscope.window.tree;

import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;

import java.util.List;

/// A node whose children are made when somebody first unfolds it: there may be thousands.
final class LazyItem extends TreeItem<TreeNode> {
    private final List<TreeNode> below;
    private boolean filled;

    LazyItem(TreeNode node, List<TreeNode> below) {
        super(node);
        this.below = List.copyOf(below);
    }

    @Override
    public boolean isLeaf() {
        return below.isEmpty();
    }

    @Override
    public ObservableList<TreeItem<TreeNode>> getChildren() {
        ObservableList<TreeItem<TreeNode>> children = super.getChildren();
        if (!filled) {
            filled = true;
            children.setAll(below.stream().map(node -> new TreeItem<>(node)).toList());
        }
        return children;
    }
}
