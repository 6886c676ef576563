package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.stage.Stage;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Action;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.cpu.CpuPanel;
import org.xenoscope.window.memory.InspectorView;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.state.DumpState;
import org.xenoscope.window.theme.Icon;
import org.xenoscope.window.tree.DumpTree;

import java.util.List;
import java.util.function.Consumer;

/// The views of an open dump, and what the window's actions ask of them.
final class DumpView {
    private final Workbench workbench;
    private final CentreTabs tabs;
    private final DumpTree tree;
    private final InspectorView inspector;
    private final CpuPanel cpus;
    private final AddressBar address;
    private final Panels panels;
    private final Button findingsButton = new Button("", Icon.FLAG.node());
    private final ChangeListener<Place> follow = (_, _, place) -> come(place);
    private List<Choice> choices = List.of();

    /// @param say tells the person something for a while
    DumpView(Workbench workbench, Stage stage, Zoom zoom, Consumer<String> say) {
        this.workbench = workbench;
        tabs = new CentreTabs(workbench);
        workbench.desk().serve(tabs::show, say, this::explain);
        workbench.navigator().placeProperty().addListener(follow);
        tree = new DumpTree(workbench);
        inspector = new InspectorView(workbench);
        cpus = new CpuPanel(workbench, () -> tabs.show(ViewKinds.CPUS));
        address = new AddressBar(workbench, () -> choices);
        panels =
                new Panels(
                        zoom,
                        tree.node(),
                        inspector.node(),
                        tabs.node(),
                        cpus,
                        () -> tabs.show(ViewKinds.CPUS));
        tabs.show(ViewKinds.OVERVIEW);
        findingsButton.setId("findings-button");
        findingsButton.getStyleClass().addAll("tool-button", "flat");
        findingsButton.setOnAction(_ -> tabs.show(ViewKinds.FINDINGS));
        countFindings();
        readChoices();
        stage.setOnShown(_ -> panels.arrange());
    }

    /// {@return where a person is who has just opened a dump}
    static Location start(Dump dump) {
        return new Location(SpaceId.FILE, 0);
    }

    /// {@return the name of a dump in the title}
    static String title(Dump dump) {
        return Sample.is(dump.path()) ? "sample" : String.valueOf(dump.path().getFileName());
    }

    private void countFindings() {
        workbench
                .jobs()
                .start(
                        "Looking for findings",
                        _ -> {
                            workbench.dump().summary();
                            return workbench.dump().findings().size();
                        },
                        count -> {
                            findingsButton.setText(count == 1 ? "1 finding" : count + " findings");
                            findingsButton.setAccessibleText(findingsButton.getText());
                        },
                        _ -> {});
    }

    private void readChoices() {
        workbench
                .jobs()
                .start(
                        "Reading the places",
                        _ -> Choices.of(workbench.dump()),
                        found -> choices = found,
                        _ -> {});
    }

    /// {@return the places that a person can choose, as far as they are known}
    List<Choice> choices() {
        return choices;
    }

    Workbench workbench() {
        return workbench;
    }

    Node node() {
        return panels.node();
    }

    Panels panels() {
        return panels;
    }

    Navigator navigator() {
        return workbench.navigator();
    }

    CentreTabs tabs() {
        return tabs;
    }

    ToolRow toolbar(List<Action> actions) {
        return ToolRow.of(actions, this, address, findingsButton);
    }

    /// Shows a tab by the id of its kind.
    void showTab(String name) {
        tabs.show(name);
    }

    private void come(Place place) {
        tabs.come(place);
    }

    private void explain(Location place) {
        navigator().goIn(ViewKinds.MEMORY, place, 1);
        tabs.memory().ifPresent(MemoryView::explain);
    }

    /// Shows the trail of the byte at the caret.
    void explain() {
        tabs.show(ViewKinds.MEMORY);
        tabs.memory().ifPresent(MemoryView::explain);
    }

    void focusAddress() {
        address.focus();
    }

    /// Gives the keyboard to the address field and starts it with a text.
    void typeAddress(String text) {
        address.type(text);
    }

    void copyAddress() {
        String words = navigator().place().location().toString();
        PlaceLink.copy(words);
        workbench.desk().say("Copied " + words);
    }

    void revealInTree() {
        if (panels.treeFolded()) {
            panels.foldTree();
        }
        tree.reveal(navigator().place());
    }

    void sameByte(boolean forward) {
        tabs.memory().ifPresent(memory -> memory.sameByte(forward));
    }

    void switchCpus() {
        workbench.cpu().switchSide();
    }

    /// {@return where the person is, to be remembered}
    DumpState state(String key) {
        Place place = navigator().place();
        return new DumpState(
                key, tabs.states(), tabs.frontIndex(), place.location().toString(), place.length());
    }

    /// Opens the tabs that were open when the dump was closed, at their places.
    void restore(DumpState state) {
        tabs.restore(state.tabs(), state.front());
    }

    /// The size of text has changed.
    void rescale() {
        panels.arrange();
        restyle();
    }

    /// The theme has changed: what paints itself paints again.
    void restyle() {
        node().applyCss();
        panels.node().getParent().requestLayout();
        tabs.views().forEach(View::restyle);
    }

    void close() {
        navigator().placeProperty().removeListener(follow);
        tabs.views().forEach(View::close);
        List.of(tree, inspector, cpus).forEach(View::close);
        address.close();
        PlaceLink.hideHover();
        workbench.dump().close();
    }
}
