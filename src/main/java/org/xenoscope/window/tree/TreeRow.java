package org.xenoscope.window.tree;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.xenoscope.window.Tag;

import java.util.function.Predicate;

/// A row of the tree: tag, name, badge, and the quiet detail at the right, which gives way first.
final class TreeRow extends TreeCell<TreeNode> {
    private final Predicate<TreeNode> soft;
    private final Label name = new Label();
    private final Label badge = new Label();
    private final Label detail = new Label();
    private final Region space = new Region();

    TreeRow(Predicate<TreeNode> soft) {
        this.soft = soft;
        badge.getStyleClass().add("badge");
        detail.getStyleClass().add("detail");
        name.setMinWidth(Region.USE_PREF_SIZE);
        badge.setMinWidth(Region.USE_PREF_SIZE);
        detail.setMinWidth(0);
        HBox.setHgrow(space, Priority.ALWAYS);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(TreeNode node, boolean empty) {
        super.updateItem(node, empty);
        getStyleClass().remove("soft");
        setText(null);
        if (empty || node == null) {
            setGraphic(null);
            return;
        }
        if (soft.test(node)) {
            getStyleClass().add("soft");
        }
        name.setText(node.name());
        detail.setText(node.detail());
        String damage = node instanceof TreeNode.Piece piece ? piece.part().badge() : "";
        badge.setText(damage.isEmpty() ? "" : "▲ " + damage);
        HBox row = new HBox(6);
        row.setAlignment(Pos.CENTER_LEFT);
        DumpTree.tag(node).ifPresent(id -> row.getChildren().add(new Tag(id)));
        row.getChildren().addAll(name, space);
        row.getChildren().add(damage.isEmpty() ? detail : badge);
        setGraphic(row);
        setAccessibleText(node.name() + ", " + (damage.isEmpty() ? node.detail() : damage));
    }
}
