package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Pane;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xenoscope.Corpus;

import java.util.List;

/// The first screen of a real dump.
@Tag("corpus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewRowsTest {
    private Sitting sitting;

    @BeforeAll
    void sitDown() throws Exception {
        sitting = Sitting.of(Corpus.dump("xen417-dom0-panic"));
        sitting.settle();
    }

    @AfterAll
    void standUp() throws Exception {
        sitting.close();
    }

    @Test
    void w24SaysHowMuchOfTheDumpIsWhose() throws Exception {
        sitting.until(() -> sitting.node("#legend", Pane.class).getChildren().size() > 2);
        List<String> words =
                Sitting.onFx(
                        () ->
                                sitting.node("#legend", Pane.class).getChildren().stream()
                                        .map(node -> ((Labeled) node).getText())
                                        .toList());

        assertThat(words)
                .contains("Xen 10.5 MiB", "free 180.3 MiB", "not in the dump 128.4 MiB")
                .anyMatch(text -> text.startsWith("dom0 page tables "));
    }

    @Test
    void w23LeadsToTheLogOfTheSideThatIsChosen() throws Exception {
        Button button = sitting.node("#go-log-xen", Button.class);
        Sitting.run(button::fire);
        sitting.until(() -> sitting.sees("#logs"));

        assertThat(sitting.node("#logs-xen", ToggleButton.class).isSelected()).isTrue();
    }
}
