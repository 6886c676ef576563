package org.xenoscope.window.overview;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.dump.Dump;
import org.xenoscope.dump.Summary;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.CoreFile;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The first screen and the list of findings, as a person reads them.
@ExtendWith(ApplicationExtension.class)
class OverviewViewTest {
    @TempDir Path folder;
    private final Jobs jobs = new Jobs();
    private Workbench workbench;
    private View view;

    @AfterEach
    void closeDump() {
        jobs.close();
        workbench.dump().close();
    }

    @Test
    void showsEveryFactWithItsEvidence(FxRobot robot) throws Exception {
        show(forged(), OverviewView::new);

        List<String> words = words(robot);
        Summary summary = workbench.dump().summary();
        assertThat(words).contains(summary.headline(), summary.detail());
        for (Summary.Group group : summary.groups()) {
            assertThat(words).contains(group.name());
            for (Summary.Line line : group.lines()) {
                assertThat(words).contains(line.name(), line.value());
                if (line.known()) {
                    assertThat(words).contains(line.evidence());
                }
            }
        }
    }

    @Test
    void goesToWhereXenWasLoadedWhenThatIsClicked(FxRobot robot) throws Exception {
        show(forged(), OverviewView::new);

        WaitForAsyncUtils.asyncFx(
                        () ->
                                robot.from(view.node())
                                        .lookup("machine:0x400000")
                                        .queryAs(Hyperlink.class)
                                        .fire())
                .get();

        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.MACHINE, 0x40_0000));
    }

    @Test
    void saysWhyAFactIsUnknown(FxRobot robot) throws Exception {
        show(silent(), OverviewView::new);

        assertThat(words(robot))
                .contains(
                        "unknown: the dump has no CRASH_INFO note",
                        "The dump has no notes of CPUs.");
    }

    @Test
    void listsEveryFindingWithHowItWasFound(FxRobot robot) throws Exception {
        show(silent(), FindingsView::new);

        assertThat(workbench.dump().findings()).isNotEmpty();
        TableView<?> table = robot.lookup("#findings-table").queryAs(TableView.class);
        assertThat(table.getItems()).hasToString(workbench.dump().findings().toString());
        List<String> words = words(robot);
        workbench.dump().findings().forEach(finding -> assertThat(words).contains(finding.found()));
    }

    @Test
    void saysSoWhenThereAreNoFindings(FxRobot robot) throws Exception {
        show(forged(), FindingsView::new);

        assertThat(workbench.dump().findings()).isEmpty();
        assertThat(words(robot))
                .contains("No findings: headers, notes and cross-checks that ran are consistent.");
    }

    private Path forged() throws Exception {
        Path file = folder.resolve("forged");
        Forge.write(new PvMachine(7), file);
        return file;
    }

    /// A dump with memory and no notes.
    private Path silent() throws Exception {
        return CoreFile.write(folder, CoreFile.wide().load(0x1000, new byte[0x1000]).build());
    }

    private void show(Path file, Function<Workbench, View> maker) throws Exception {
        Dump dump = Dump.open(file, Progress.NONE);
        workbench = new Workbench(dump, new Navigator(new Location(SpaceId.FILE, 0)), jobs);
        Stage stage = FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            view = maker.apply(workbench);
                            stage.setScene(new Scene((Parent) view.node(), 774, 800));
                            stage.show();
                        })
                .get();
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, this::settled);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private boolean settled() throws Exception {
        return WaitForAsyncUtils.asyncFx(() -> jobs.running().isEmpty()).get();
    }

    private List<String> words(FxRobot robot) {
        Node content = view.node() instanceof ScrollPane pane ? pane.getContent() : view.node();
        return robot
                .from(content)
                .lookup((Node node) -> node instanceof Labeled)
                .queryAll()
                .stream()
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null && !text.isEmpty())
                .toList();
    }
}
