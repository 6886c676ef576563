package org.xenoscope.window.tree;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;

import java.util.List;

/// Facts come while a person already works: what was unfolded and chosen stays.
@ExtendWith(ApplicationExtension.class)
class TreeLookTest {
    private static TreeItem<TreeNode> item(String name, List<TreeItem<TreeNode>> below) {
        TreeItem<TreeNode> item = new TreeItem<>(new TreeNode.Heading(name, ""));
        item.getChildren().setAll(below);
        return item;
    }

    private static TreeItem<TreeNode> leaf(String name) {
        return item(name, List.of());
    }

    /// Two notes of one name, a folder of tasks, and what came later in front.
    private static TreeView<TreeNode> tree(List<String> late) {
        LazyItem tasks =
                new LazyItem(
                        new TreeNode.Heading("tasks", ""),
                        List.of(new TreeNode.Heading("init", "")));
        TreeItem<TreeNode> root =
                item(
                        "vmcore",
                        List.of(
                                item("note", List.of(leaf("a"))),
                                item("note", List.of(leaf("a"), leaf("b"))),
                                tasks));
        late.forEach(name -> root.getChildren().addFirst(leaf(name)));
        root.setExpanded(true);
        return new TreeView<>(root);
    }

    @Test
    void w28KeepsWhatWasUnfoldedAndChosen() {
        TreeView<TreeNode> before = tree(List.of());
        TreeItem<TreeNode> second = before.getRoot().getChildren().get(1);
        second.setExpanded(true);
        before.getSelectionModel().select(second.getChildren().getLast());

        TreeView<TreeNode> after = tree(List.of("companions", "spaces"));
        TreeLook.of(before).apply(after);

        List<TreeItem<TreeNode>> items = after.getRoot().getChildren();
        assertThat(items)
                .extracting(TreeItem::isExpanded)
                .containsExactly(false, false, false, true, false);
        assertThat(after.getSelectionModel().getSelectedItem())
                .isSameAs(items.get(3).getChildren().getLast());
    }

    @Test
    void w28FoldsWhatAPersonFoldedAndLeavesTheRestAsItWasMade() {
        TreeView<TreeNode> before = tree(List.of());
        before.getRoot().setExpanded(false);
        TreeView<TreeNode> after = tree(List.of());
        after.getRoot().getChildren().getLast().setExpanded(true);
        TreeLook.of(before).apply(after);

        assertThat(after.getRoot().isExpanded()).isFalse();
        assertThat(after.getRoot().getChildren().getLast().isExpanded()).isFalse();
        assertThat(after.getSelectionModel().getSelectedItem()).isNull();
    }
}
