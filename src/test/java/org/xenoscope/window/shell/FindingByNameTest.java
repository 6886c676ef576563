package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xenoscope.Corpus;

import java.util.List;
import java.util.stream.Stream;

/// Palette and address field on a real dump with 160 000 names; `nm`, `System.map` and crash wrote
/// the expected addresses down.
@Tag("corpus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingByNameTest {
    private static final String NAME = "xen417-dom0-panic";

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

    @BeforeEach
    void beginInMemory() throws Exception {
        sitting.go("file:0x0");
        sitting.focus("#hex");
    }

    private void palette(String text) throws Exception {
        sitting.keys(KeyCode.SHORTCUT, KeyCode.K);
        sitting.robot.write(text, 0);
        sitting.settle();
    }

    private List<Choice.Match> offered() throws Exception {
        ListView<?> list = sitting.node("#palette-list", ListView.class);
        return Sitting.onFx(() -> matches(list));
    }

    private static List<Choice.Match> matches(ListView<?> list) {
        return list.getItems().stream()
                .flatMap(
                        line ->
                                line instanceof ChoiceList.Line.Item(Choice.Match match)
                                        ? Stream.of(match)
                                        : Stream.empty())
                .toList();
    }

    private void address(String text) throws Exception {
        sitting.focus("#address");
        sitting.robot.push(KeyCode.SHORTCUT, KeyCode.A);
        sitting.robot.write(text, 0);
        sitting.settle();
    }

    private String sentence() throws Exception {
        return Sitting.onFx(
                () ->
                        Window.getWindows().stream()
                                .map(window -> window.getScene().lookup("#address-sentence"))
                                .filter(Label.class::isInstance)
                                .map(node -> ((Label) node).getText())
                                .findFirst()
                                .orElse(""));
    }

    @Test
    void w47GoesToTheSymbolThatWasTyped() throws Exception {
        palette("linux_banner");
        sitting.robot.type(KeyCode.ENTER);
        sitting.settle();

        assertThat(sitting.here()).hasToString("dom0:0xffffffff82161900");
    }

    @Test
    void w47TakesEnterThatComesBeforeTheAnswer() throws Exception {
        sitting.keys(KeyCode.SHORTCUT, KeyCode.K);
        Palette palette = sitting.palette();
        Sitting.run(() -> palette.show("linux_banner"));
        sitting.robot.type(KeyCode.ENTER);
        sitting.until(() -> sitting.here().toString().startsWith("dom0:"));

        assertThat(sitting.here()).hasToString("dom0:0xffffffff82161900");
    }

    @Test
    void w47OffersTheSymbolOfBothKernelsAndMarksItsLetters() throws Exception {
        palette("@panic");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered.getFirst().choice().title()).isEqualTo("panic");
        assertThat(offered.get(1).choice().title()).isEqualTo("panic");
        assertThat(offered.subList(0, 2))
                .extracting(match -> match.choice().space().orElseThrow().text())
                .containsExactlyInAnyOrder("dom0", "xen");
        assertThat(offered.getFirst().marked()).containsExactly(0, 1, 2, 3, 4);
        assertThat(offered).allMatch(match -> match.choice().group() == Choice.Group.SYMBOLS);
    }

    @Test
    void w47FindsScatteredLetters() throws Exception {
        palette("@lxbnr");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered).extracting(match -> match.choice().title()).contains("linux_banner");
        Choice.Match banner =
                offered.stream()
                        .filter(match -> match.choice().title().equals("linux_banner"))
                        .findFirst()
                        .orElseThrow();
        assertThat(banner.marked())
                .extracting(i -> "linux_banner".charAt(i))
                .containsExactly('l', 'x', 'b', 'n', 'r');
    }

    @Test
    void w47ListsTasksOnlyTheOneThatPanickedFirst() throws Exception {
        palette("#");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered).hasSizeGreaterThan(60);
        assertThat(offered).allMatch(match -> match.choice().group() == Choice.Group.TASKS);
        assertThat(offered.getFirst().choice().title()).isEqualTo("task 327 (sh)");
        assertThat(offered.getFirst().choice().detail()).isEqualTo("panicked on VCPU 1");
    }

    @Test
    void w47CommandsOnlyAreCommands() throws Exception {
        palette(">");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered)
                .isNotEmpty()
                .allMatch(match -> match.choice().group() == Choice.Group.COMMANDS);
    }

    @Test
    void w47GroupsWhatFitsAndShowsWhatIsCalledSoFirst() throws Exception {
        palette("note 3");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered.getFirst().choice().title()).isEqualTo("file:0x1208");
    }

    @Test
    void w47SaysThatNothingIsCalledSo() throws Exception {
        palette("no such thing at all");
        Label nothing = sitting.node("#palette-nothing", Label.class);
        String words = Sitting.onFx(nothing::getText);
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(words)
                .isEqualTo("no such thing at all is neither an address, a symbol nor a command.");
    }

    @Test
    void w4CompletesASymbolAndGoesThere() throws Exception {
        address("linux_bann");
        assertThat(sentence()).contains("linux_bann").contains("Did you mean linux_banner?");
        sitting.robot.type(KeyCode.DOWN);
        sitting.robot.type(KeyCode.ENTER);
        sitting.settle();

        assertThat(sitting.here()).hasToString("dom0:0xffffffff82161900");
    }

    @Test
    void w4GoesToASymbolWithAnOffset() throws Exception {
        address("linux_banner+0x10");
        assertThat(sentence()).startsWith("goes to dom0:0xffffffff82161910");
        sitting.robot.type(KeyCode.ENTER);
        sitting.settle();

        assertThat(sitting.here()).hasToString("dom0:0xffffffff82161910");
    }

    @Test
    void w4GoesToATask() throws Exception {
        // crash> ps names the task_struct of PID 327
        String known =
                Corpus.truth(NAME, "crash-ps.txt").stream()
                        .filter(line -> line.matches("> +327 .*"))
                        .map(line -> line.replaceAll(".*(ffff[0-9a-f]{12}).*", "$1"))
                        .findFirst()
                        .orElseThrow();
        address("task 327");
        assertThat(sentence()).endsWith("task 327 (sh)");
        sitting.robot.type(KeyCode.ENTER);
        sitting.settle();

        assertThat(sitting.here()).hasToString("dom0:0x" + known);
    }

    @Test
    void w4GoesToRegistersOfPcpusAndVcpus() throws Exception {
        address("cpu1.rip");
        assertThat(sentence()).startsWith("goes to xen:0xffff82d04021ed72");
        address("vcpu1.rip");
        assertThat(sentence()).startsWith("goes to dom0:0x").endsWith("rip of VCPU 1");
        address("d0v1.rip");
        assertThat(sentence()).endsWith("rip of VCPU 1");
        address("vcpu9.rip");
        assertThat(sentence()).isEqualTo("dom0 has no VCPU 9 that is known.");
        sitting.robot.type(KeyCode.ESCAPE);
    }

    @Test
    void w4LaysAStructureOverASymbol() throws Exception {
        String initTask =
                Corpus.truth(NAME, "System.map.zst").stream()
                        .filter(line -> line.endsWith(" D init_task"))
                        .map(line -> line.substring(0, 16))
                        .findFirst()
                        .orElseThrow();
        address("struct task_struct @ init_task");
        assertThat(sentence()).contains("struct task_struct, ");
        sitting.robot.type(KeyCode.ENTER);
        sitting.until(() -> sitting.sees("#structure-table"));
        TreeTableView<?> table = sitting.node("#structure-table", TreeTableView.class);

        assertThat(Sitting.onFx(table::getExpandedItemCount)).isGreaterThan(100);
        assertThat(Sitting.onFx(() -> table.getRoot().getValue().toString()))
                .contains("base=" + Long.parseUnsignedLong(initTask, 16));
    }

    @Test
    void w47SaysANameOnceThoughItIsAnAddressToo() throws Exception {
        palette("panic");
        List<Choice.Match> offered = offered();
        sitting.robot.type(KeyCode.ESCAPE);

        assertThat(offered.getFirst().choice().group()).isEqualTo(Choice.Group.SYMBOLS);
        assertThat(offered).noneMatch(match -> match.choice().group() == Choice.Group.ADDRESS);
    }
}
