package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.place.Location;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.PlaceMenu;
import org.xenoscope.window.ViewKind;
import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextView;

import java.nio.file.Path;
import java.util.List;

/// Views that can be opened from one list, and the links that lead to places.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewKindsTest {
    private Sitting sitting;

    @BeforeAll
    void sitDown(@TempDir Path folder) throws Exception {
        sitting = Sitting.forged(folder);
    }

    @AfterAll
    void standUp() throws Exception {
        sitting.close();
    }

    @Test
    void w9OpensEveryKindOfViewByItsAction() throws Exception {
        for (ViewKind kind : ViewKinds.all()) {
            sitting.act(kind.id());
            String title =
                    Sitting.onFx(
                            () ->
                                    sitting.node("#tabs", TabPane.class)
                                            .getSelectionModel()
                                            .getSelectedItem()
                                            .getText());
            assertThat(title).isEqualTo(kind.title());
        }
    }

    @Test
    void w9MakesAViewOnlyWhenItsTabComesForward() throws Exception {
        assertThat(ViewKinds.all()).extracting(ViewKind::id).doesNotHaveDuplicates();
        try (Sitting fresh = Sitting.of(sitting.view().workbench().dump().path())) {
            CentreTabs tabs = fresh.view().tabs();
            assertThat(Sitting.onFx(tabs::views)).hasSize(1);
        }
    }

    @Test
    void w20OffersWhatCanBeDoneWithAPlace() throws Exception {
        Location place = Location.parse("dom0:0xffffffff81008040");
        ContextMenu menu = Sitting.onFx(() -> PlaceMenu.of(sitting.view().workbench(), place));
        sitting.settle();

        List<String> ids = menu.getItems().stream().map(MenuItem::getId).toList();
        assertThat(ids)
                .contains(
                        "place-go",
                        "place-tab",
                        "place-spaces",
                        "place-explain",
                        "place-address",
                        "place-command");
        javafx.scene.control.Menu spaces =
                (javafx.scene.control.Menu)
                        menu.getItems().stream()
                                .filter(item -> "place-spaces".equals(item.getId()))
                                .findFirst()
                                .orElseThrow();
        assertThat(spaces.getItems())
                .extracting(MenuItem::getId)
                .contains("place-in-machine", "place-in-file");
    }

    @Test
    void w20ShowsWhatIsThereWhileThePointerRests() throws Exception {
        sitting.go("dom0:0xffffffff81008040");
        PlaceLink link =
                sitting
                        .robot
                        .from(sitting.node("#chips", javafx.scene.layout.Pane.class))
                        .lookup(".place-link")
                        .queryAllAs(PlaceLink.class)
                        .stream()
                        .filter(one -> one.location().toString().startsWith("machine:"))
                        .findFirst()
                        .orElseThrow();
        sitting.robot.moveTo(link);
        sitting.until(() -> Window.getWindows().stream().anyMatch(ViewKindsTest::showsPlace));
        sitting.robot.moveTo("#address");
        sitting.until(() -> Window.getWindows().stream().noneMatch(ViewKindsTest::showsPlace));
    }

    private static boolean showsPlace(Window window) {
        return window.getScene() != null
                && window.getScene().getRoot().lookup("#place-hover") != null;
    }

    @Test
    void w20OpensANewTabWithTheMiddleButton() throws Exception {
        sitting.go("dom0:0xffffffff81008040");
        TabPane tabs = sitting.node("#tabs", TabPane.class);
        int before = tabs.getTabs().size();
        PlaceLink link =
                sitting
                        .robot
                        .from(sitting.node("#chips", javafx.scene.layout.Pane.class))
                        .lookup(".place-link")
                        .queryAllAs(PlaceLink.class)
                        .stream()
                        .filter(one -> one.location().toString().startsWith("machine:"))
                        .findFirst()
                        .orElseThrow();
        Location target = link.location();
        sitting.robot.clickOn(link, MouseButton.MIDDLE);
        sitting.until(() -> tabs.getTabs().size() == before + 1);

        assertThat(sitting.here()).isEqualTo(target);
        sitting.act("close-tab");
    }

    @Test
    void l1ExplainsAPlaceFromAnywhere() throws Exception {
        sitting.act("overview");
        DumpView view = sitting.view();
        Location place = Location.parse("dom0:0xffffffff81008080");
        Sitting.run(() -> view.workbench().desk().explain(place));
        sitting.settle();

        assertThat(sitting.here()).isEqualTo(place);
        assertThat(sitting.sees("#steps")).isTrue();
    }

    @Test
    void showsLinesWithLinksAndFindsText() throws Exception {
        TextView text =
                Sitting.onFx(
                        () -> new TextView(sitting.view().workbench(), "sample-text", "Sample"));
        Location place = Location.parse("machine:0x2000");
        List<TextLine> lines =
                List.of(
                        TextLine.of("first line", "plain"),
                        new TextLine(
                                List.of(
                                        TextLine.Span.of("at ", "quiet"),
                                        TextLine.Span.link("0x2000", place))),
                        TextLine.of("", "plain"),
                        TextLine.of("Last LINE", "err"));
        Sitting.run(() -> text.show(TextView.Document.of(lines)));

        assertThat(Sitting.onFx(() -> text.find("line", true))).isTrue();
        assertThat(Sitting.onFx(text::caretLine)).isZero();
        assertThat(Sitting.onFx(() -> text.find("line", true))).isTrue();
        assertThat(Sitting.onFx(text::caretLine)).isEqualTo(3);
        assertThat(Sitting.onFx(() -> text.find("absent", true))).isFalse();
    }
}
