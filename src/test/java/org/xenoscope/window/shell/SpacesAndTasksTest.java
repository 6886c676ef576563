package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xenoscope.Corpus;

import java.util.List;

/// Spaces of a dump with a domU and tasks, in the tree and in the menu of the address field.
@Tag("corpus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpacesAndTasksTest {
    private static final String NAME = "xen420-dom0-panic";

    private Sitting sitting;

    @BeforeAll
    void sitDown() throws Exception {
        sitting = Sitting.of(Corpus.dump(NAME));
        sitting.settle();
    }

    @AfterAll
    void standUp() throws Exception {
        sitting.close();
    }

    private TreeItem<?> spaces() {
        TreeView<?> tree = sitting.node("#tree", TreeView.class);
        return tree.getRoot().getChildren().stream()
                .filter(item -> item.getValue().toString().contains("name=Spaces"))
                .findFirst()
                .orElseThrow();
    }

    private static ListView<?> menu() {
        return Window.getWindows().stream()
                .map(window -> window.getScene().lookup("#spaces-list"))
                .filter(ListView.class::isInstance)
                .map(node -> (ListView<?>) node)
                .findFirst()
                .orElseThrow();
    }

    private static TextField filter() {
        return Window.getWindows().stream()
                .map(window -> window.getScene().lookup("#spaces-filter"))
                .filter(TextField.class::isInstance)
                .map(TextField.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void w28ListsSpacesWithTasksAndDomus() throws Exception {
        List<String> words =
                Sitting.onFx(
                        () ->
                                spaces().getChildren().stream()
                                        .map(item -> item.getValue().toString())
                                        .toList());
        assertThat(words)
                .anyMatch(text -> text.contains("name=dom0 tasks"))
                .anyMatch(text -> text.contains("id=dom1,"));

        // every task with a number that crash> ps lists is below
        List<String> pids =
                Corpus.truth(NAME, "crash-ps.txt").stream()
                        .filter(line -> line.matches(">? +[1-9][0-9]* +[0-9]+ +[0-9] +ffff.*"))
                        .map(line -> line.replaceAll("^>? +([0-9]+) .*", "$1"))
                        .distinct()
                        .toList();
        List<String> tasks =
                Sitting.onFx(
                        () ->
                                spaces().getChildren().stream()
                                        .filter(
                                                item ->
                                                        item.getValue()
                                                                .toString()
                                                                .contains("dom0 tasks"))
                                        .flatMap(item -> item.getChildren().stream())
                                        .map(item -> item.getValue().toString())
                                        .toList());
        assertThat(pids)
                .allMatch(
                        pid -> tasks.stream().anyMatch(task -> task.contains("name=" + pid + " ")));
    }

    @Test
    void w31FindsATaskInTheTreeByItsName() throws Exception {
        TextField field = sitting.node("#tree-filter", TextField.class);
        Sitting.run(() -> field.setText("kthreadd"));
        sitting.settle();
        String found =
                Sitting.onFx(
                        () ->
                                spaces().getChildren()
                                                .getFirst()
                                                .getChildren()
                                                .getFirst()
                                                .getValue()
                                        + "");
        Sitting.run(field::clear);

        assertThat(found).contains("2 [kthreadd]");
    }

    @Test
    void w3OffersEachTaskAndDomuInTheMenuOfSpaces() throws Exception {
        MenuButton spaces = sitting.node("#spaces", MenuButton.class);
        Sitting.run(spaces::show);
        sitting.settle();
        assertThat(Sitting.onFx(() -> menu().getItems().toString()))
                .contains("dom1:", "dom1-physical:", "task 1 (init)");

        Sitting.run(() -> filter().setText("task 1 (init)"));
        sitting.robot.type(KeyCode.ENTER);
        sitting.until(() -> sitting.here().space().text().equals("dom0/1"));
    }
}
