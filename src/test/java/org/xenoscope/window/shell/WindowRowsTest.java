package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.place.Severity;
import org.xenoscope.window.Action;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rows of the window's specification, on one sitting before a forged machine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WindowRowsTest {
    private static final String KERNEL = "dom0:0xffffffff81008040";

    private Sitting sitting;

    @BeforeAll
    void sitDown(@TempDir Path folder) throws Exception {
        sitting = Sitting.forged(folder);
    }

    @AfterAll
    void standUp() throws Exception {
        sitting.close();
    }

    @BeforeEach
    void beginInMemory() throws Exception {
        sitting.go(KERNEL);
        sitting.focus("#hex");
    }

    private String copied() throws Exception {
        return Sitting.onFx(() -> Clipboard.getSystemClipboard().getString());
    }

    private void type(String text) throws Exception {
        sitting.focus("#address");
        sitting.robot.push(KeyCode.SHORTCUT, KeyCode.A);
        sitting.robot.write(text);
        sitting.settle();
    }

    @Test
    void w5OffersTheSpaceInWhichANumberIsAnAddress() throws Exception {
        sitting.go("machine:0x1000");
        type("0xffff82d040200172");
        ListView<?> list =
                (ListView<?>)
                        sitting.robot.lookup("#address-list").queryAll().stream()
                                .findFirst()
                                .orElseThrow();
        assertThat(list.getItems().toString()).contains("xen maps it");
        sitting.robot.type(KeyCode.DOWN, KeyCode.ENTER);
        sitting.until(() -> sitting.view().navigator() != null);
        assertThat(sitting.here()).hasToString("xen:0xffff82d040200172");
    }

    @Test
    @SuppressWarnings("unchecked")
    void w8PutsReadingsAsLongAsTheSelectionFirst() throws Exception {
        DumpView view = sitting.view();
        Sitting.run(() -> view.navigator().move(view.navigator().place().location(), 4));
        sitting.settle();
        TableView<Object> table = sitting.node("#inspector", TableView.class);

        assertThat(table.getItems().getFirst().toString()).contains("u32");
    }

    @Test
    @SuppressWarnings("unchecked")
    void w8ReadsInTheOtherByteOrderOnRequest() throws Exception {
        TableView<Object> table = sitting.node("#inspector", TableView.class);
        String before = table.getItems().toString();
        Hyperlink order = sitting.node("#inspector-order", Hyperlink.class);
        Sitting.run(order::fire);
        sitting.settle();
        assertThat(order.getText()).isEqualTo("big-endian");
        assertThat(table.getItems().toString()).isNotEqualTo(before);
        Sitting.run(order::fire);
        sitting.settle();
        assertThat(table.getItems()).hasToString(before);
    }

    @Test
    void w13ShowsTheWorstBarAndCountsTheOthers() throws Exception {
        Bars bars = new Bars();
        Sitting.run(
                () -> {
                    bars.over(new Label("content"));
                    bars.add(Bars.Bar.of(Severity.INFO, "Something is worth knowing."));
                    bars.add(Bars.Bar.of(Severity.ERROR, "The file is cut short."));
                    bars.add(Bars.Bar.of(Severity.ERROR, "The file is cut short."));
                });
        assertThat(bars.sentences())
                .containsExactly("The file is cut short.", "Something is worth knowing.");
    }

    @Test
    void w14KeepsDismissedFindingsAsideAndCountsTheRest() throws Exception {
        sitting.act("findings");
        assertThat(sitting.sees("#findings-table")).isTrue();
        assertThat(sitting.node("#findings-button", Node.class).getAccessibleText())
                .matches("[0-9]+ findings?");
    }

    @Test
    void w21CopiesTheCommandThatPrintsTheBytes() throws Exception {
        sitting.act("copy-command");
        assertThat(copied()).matches("xenoscope read .*vmcore " + KERNEL + " 1");
        sitting.act("overview");
        sitting.act("copy-command");
        assertThat(copied()).startsWith("xenoscope report ");
    }

    @Test
    @SuppressWarnings("unchecked")
    void w31FiltersByAddressAndKeepsParents() throws Exception {
        TextField filter = sitting.node("#tree-filter", TextField.class);
        TreeView<Object> tree = sitting.node("#tree", TreeView.class);
        int all = Sitting.onFx(tree::getExpandedItemCount);
        Sitting.run(() -> filter.setText("cr3"));
        sitting.settle();
        assertThat(Sitting.onFx(() -> tree.getRoot().getChildren().size())).isPositive();
        sitting.focus("#tree-filter");
        sitting.robot.type(KeyCode.ESCAPE);
        sitting.settle();
        assertThat(filter.getText()).isEmpty();
        assertThat(Sitting.onFx(tree::getExpandedItemCount)).isEqualTo(all);
    }

    @Test
    @SuppressWarnings("unchecked")
    void w31CopiesASubtreeAsText() throws Exception {
        TreeView<Object> tree = sitting.node("#tree", TreeView.class);
        Sitting.run(() -> tree.getSelectionModel().select(1));
        sitting.focus("#tree");
        sitting.robot.push(KeyCode.SHORTCUT, KeyCode.C);
        sitting.settle();
        assertThat(copied()).contains("ELF header").contains("e_machine");
    }

    @Test
    void w47OpensFilledAndFindsCommandsNotesAndAddresses() throws Exception {
        sitting.act("palette");
        assertThat(sitting.sees("#palette")).isTrue();
        sitting.robot.write("note 1");
        sitting.settle();
        ListView<?> list = sitting.node("#palette-list", ListView.class);
        assertThat(list.getItems().toString()).contains("note 1");
        sitting.robot.type(KeyCode.ENTER);
        sitting.settle();
        assertThat(sitting.sees("#palette")).isFalse();
        assertThat(sitting.here().toString()).startsWith("file:");
    }

    @Test
    void w60StartsAnAddressWithTheDigitThatIsTypedOnTheBytes() throws Exception {
        sitting.robot.write("f");
        sitting.settle();
        TextField address = sitting.node("#address", TextField.class);
        assertThat(address.isFocused()).isTrue();
        assertThat(address.getText()).isEqualTo("f");
        sitting.robot.type(KeyCode.ESCAPE);
        sitting.settle();
        assertThat(address.getText()).isEqualTo("0xffffffff81008040");
    }

    @Test
    void w80SaysThatAFileIsGoneOrShorter(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("dump"), new byte[100]);
        assertThat(FileWatch.problem(file, 100)).isEmpty();
        assertThat(FileWatch.problem(file, 200).orElseThrow())
                .isEqualTo(
                        "The file is no longer readable (it shrank from 200 to 100 bytes). What"
                                + " was read stays.");
        Files.delete(file);
        assertThat(FileWatch.problem(file, 100).orElseThrow()).contains("No such file");
    }

    @Test
    void l13GivesEveryActionANameInThePaletteAndNoTwoAKey() {
        Set<String> keys = new HashSet<>();
        for (Action action : sitting.window.actions()) {
            assertThat(action.title()).as(action.id()).isNotBlank();
            action.keys()
                    .forEach(
                            key ->
                                    assertThat(keys.add(key.toString()))
                                            .as("%s of %s", key, action.id())
                                            .isTrue());
        }
        // what the bytes and fields keep for themselves is not taken from them by an action
        for (String own :
                List.of(
                        "Shortcut+C",
                        "Shortcut+A",
                        "Shortcut+V",
                        "Shortcut+X",
                        "Shortcut+Z",
                        "Shortcut+Shift+C",
                        "Shortcut+Up",
                        "Shortcut+Down",
                        "Shortcut+Home",
                        "Shortcut+End",
                        "Shortcut+Enter")) {
            assertThat(keys).doesNotContain(own);
        }
        // keys that belong to the system or to input methods
        assertThat(keys)
                .noneMatch(
                        key ->
                                key.equals("F10")
                                        || key.matches("Alt\\+F[0-9]+")
                                        || key.contains("Ctrl+Alt")
                                        || key.equals("Ctrl+Space"));
    }

    @Test
    void l5SaysWhyADisabledButtonIsDisabled() {
        for (Action action : sitting.window.actions()) {
            assertThat(action.enabled().get() || !action.why().isBlank()).as(action.id()).isTrue();
        }
    }

    @Test
    void walksTheAreasByKeyboard() throws Exception {
        Set<String> visited = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            sitting.act("next-area");
            Node owner = Sitting.onFx(() -> sitting.window.scene().getFocusOwner());
            visited.add(Optional.ofNullable(owner.getId()).orElse(owner.getTypeSelector()));
        }
        assertThat(visited).hasSizeGreaterThanOrEqualTo(4).contains("hex", "inspector");
    }

    @Test
    void namesEveryControlForAScreenReader() throws Exception {
        List<String> silent =
                Sitting.onFx(
                        () ->
                                sitting
                                        .robot
                                        .from(sitting.window.scene().getRoot())
                                        .lookup(".button")
                                        .queryAllAs(javafx.scene.control.Button.class)
                                        .stream()
                                        .filter(Node::isVisible)
                                        .filter(
                                                button ->
                                                        button.getText().isEmpty()
                                                                && (button.getAccessibleText()
                                                                                == null
                                                                        || button.getAccessibleText()
                                                                                .isEmpty()))
                                        .map(String::valueOf)
                                        .toList());
        assertThat(silent).isEmpty();
    }
}
