package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
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
import org.xenoscope.window.cpu.CpusView;
import org.xenoscope.window.memory.InspectorView;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.overview.FindingsView;
import org.xenoscope.window.overview.OverviewView;
import org.xenoscope.window.state.DumpState;
import org.xenoscope.window.theme.Icon;
import org.xenoscope.window.tree.DumpTree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The views of an open dump: tree and inspector at the left, tabs in the centre, the CPU panel at
/// the right or, in a narrow window, at the bottom.
final class DumpView {
    private static final double WIDE = 1400;
    private static final double NARROW = 1200;
    private static final double LOW = 760;
    private static final double LEFT = 278;
    private static final double LEFT_NARROW = 236;
    private static final double RIGHT = 388;
    private static final double BOTTOM = 262;
    private static final double VERY_WIDE = 1800;
    private static final double LEFT_WIDE = 320;
    private static final double RIGHT_WIDE = 440;

    /// Height of the toolbar and the status bar.
    private static final double FRAME = 70;

    private final Workbench workbench;
    private final CentreTabs tabs;
    private final Node centre;
    private final DumpTree tree;
    private final InspectorView inspector;
    private final CpuPanel cpus;
    private final Node treePanel;
    private final Node inspectorPanel;
    private final AddressBar address;
    private List<Choice> choices = List.of();
    private final Zoom zoom;
    private final Button findingsButton = new Button("", Icon.FLAG.node());
    private final StackPane left = new StackPane();
    private final StackPane node = new StackPane();
    private final ChangeListener<Place> follow = (_, _, place) -> come(place);
    private String cpuPlace = "auto";
    private Consumer<String> movedCpus = _ -> {};
    private boolean treeFolded;
    private boolean cpusFolded;

    DumpView(Workbench workbench, Stage stage, Zoom zoom) {
        this.workbench = workbench;
        this.zoom = zoom;
        tabs = new CentreTabs(workbench);
        centre = tabs.node();
        workbench.navigator().placeProperty().addListener(follow);
        tabs.kind("overview", "Overview", () -> new OverviewView(workbench, this::showFindings));
        tabs.kind("memory", "Memory", () -> new MemoryView(workbench));
        tabs.kind("cpus", "CPUs", () -> new CpusView(workbench));
        tabs.kind("findings", "Findings", () -> new FindingsView(workbench));
        tree = new DumpTree(workbench);
        inspector = new InspectorView(workbench);
        cpus = new CpuPanel(workbench, () -> tabs.show("cpus"));
        address = new AddressBar(workbench, () -> choices);
        List.of("overview", "memory", "cpus", "findings").forEach(tabs::show);
        tabs.show("overview");
        treePanel = titled("Dump", tree.node());
        inspectorPanel = titled("Inspector", inspector.node());
        findingsButton.setId("findings-button");
        findingsButton.getStyleClass().addAll("tool-button", "flat");
        findingsButton.setOnAction(_ -> showFindings());
        countFindings();
        readChoices();
        node.widthProperty().addListener((_, was, now) -> layout(was, now, true));
        node.heightProperty().addListener((_, was, now) -> layout(was, now, false));
        arrange();
        stage.setOnShown(_ -> arrange());
    }

    /// {@return where a person is who has just opened a dump}
    static Location start(Dump dump) {
        return new Location(SpaceId.FILE, 0);
    }

    /// {@return the name of a dump in the title}
    static String title(Dump dump) {
        return Sample.is(dump.path()) ? "sample" : String.valueOf(dump.path().getFileName());
    }

    /// @param low whether the window is too low for the inspector
    private Node leftSide(boolean low) {
        if (low) {
            return treePanel;
        }
        SplitPane side = new SplitPane(treePanel, inspectorPanel);
        side.setOrientation(Orientation.VERTICAL);
        side.setDividerPositions(0.74);
        return side;
    }

    private static Node titled(String title, Node body) {
        Label label = new Label(title);
        label.getStyleClass().add("title");
        HBox head = new HBox(label);
        head.getStyleClass().add("panel-head");
        VBox box = new VBox(head, body);
        box.getStyleClass().add("panel");
        VBox.setVgrow(body, Priority.ALWAYS);
        return box;
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
        return node;
    }

    Navigator navigator() {
        return workbench.navigator();
    }

    ToolRow toolbar(List<Action> actions) {
        return ToolRow.of(actions, this, address, findingsButton);
    }

    /// Shows a tab by the name of its kind.
    void showTab(String name) {
        tabs.show(name);
    }

    private void showFindings() {
        tabs.show("findings");
    }

    CentreTabs tabs() {
        return tabs;
    }

    private void come(Place place) {
        tabs.come(place);
    }

    void focusAddress() {
        address.focus();
    }

    /// Gives the keyboard to the address field and starts it with a text.
    void typeAddress(String text) {
        address.type(text);
    }

    void copyAddress() {
        PlaceLink.copy(workbench.navigator().place().location().toString());
    }

    void revealInTree() {
        if (treeFolded) {
            foldTree();
        }
        tree.reveal(workbench.navigator().place());
    }

    void sameByte(boolean forward) {
        tabs.memory().ifPresent(memory -> memory.sameByte(forward));
    }

    void foldTree() {
        treeFolded = !treeFolded;
        arrange();
    }

    void foldCpus() {
        boolean shown = cpus.node().getScene() != null;
        if (shown) {
            cpusFolded = true;
            arrange();
        } else {
            unfoldCpus();
        }
    }

    /// In a low window the panel has no room below; it then comes at the right.
    private void unfoldCpus() {
        cpusFolded = false;
        arrange();
        if (cpus.node().getScene() == null) {
            showTab("cpus");
        }
    }

    /// Moves the CPU panel to the bottom, or back to the right.
    void moveCpus() {
        boolean right = cpusAt(node.getWidth());
        cpuPlace = right ? "bottom" : "right";
        cpusFolded = false;
        arrange();
        movedCpus.accept(cpuPlace);
    }

    /// Takes the place of the CPU panel that the person chose before.
    ///
    /// @param where "auto", "right" or "bottom"
    /// @param moved told when the person moves it
    void placeCpus(String where, Consumer<String> moved) {
        cpuPlace = where;
        movedCpus = moved;
        arrange();
    }

    /// {@return whether the CPU panel stands at the right}
    private boolean cpusAt(double width) {
        return switch (cpuPlace) {
            case "right" -> true;
            case "bottom" -> false;
            default -> width >= WIDE * zoom.factor();
        };
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
        arrange();
        restyle();
    }

    /// The theme has changed: what paints itself paints again.
    void restyle() {
        node.applyCss();
        node.requestLayout();
        tabs.views().forEach(View::restyle);
    }

    private void layout(Number was, Number now, boolean width) {
        double before = was.doubleValue();
        double after = now.doubleValue();
        double scale = zoom.factor();
        double[] limits =
                width
                        ? new double[] {WIDE * scale, NARROW * scale, VERY_WIDE * scale}
                        : new double[] {(LOW - FRAME) * scale};
        boolean changed = false;
        for (double limit : limits) {
            changed |= crosses(before, after, limit);
        }
        if (changed || before == 0) {
            arrange();
        }
    }

    private static boolean crosses(double before, double after, double limit) {
        return before < limit != after < limit;
    }

    private void arrange() {
        double scale = zoom.factor();
        double width = node.getWidth() == 0 ? WIDE * scale : node.getWidth();
        double height = node.getHeight() == 0 ? LOW * scale : node.getHeight();
        boolean right = cpusAt(width);
        boolean low = height < (LOW - FRAME) * scale;
        boolean showCpus = !cpusFolded && (right || !low);
        cpus.setWide(!right);
        SplitPane across = new SplitPane();
        List<Double> dividers = new ArrayList<>();
        if (!treeFolded) {
            left.getChildren().setAll(leftSide(low));
            across.getItems().add(left);
            SplitPane.setResizableWithParent(left, false);
            dividers.add(leftWidth(width / scale) * scale / width);
        }
        across.getItems().add(centre);
        if (right && showCpus) {
            across.getItems().add(cpus.node());
            SplitPane.setResizableWithParent(cpus.node(), false);
            dividers.add(
                    (width - (width >= VERY_WIDE * scale ? RIGHT_WIDE : RIGHT) * scale) / width);
        }
        Node body = across;
        if (!right && showCpus) {
            SplitPane down = new SplitPane(across, cpus.node());
            down.setOrientation(Orientation.VERTICAL);
            SplitPane.setResizableWithParent(cpus.node(), false);
            down.setDividerPositions((height - BOTTOM * scale) / height);
            body = down;
        }
        node.getChildren().setAll(body);
        if (!showCpus) {
            node.getChildren().setAll(new BorderPane(body, null, rail(), null, null));
        }
        across.setDividerPositions(dividers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double leftWidth(double width) {
        if (width >= VERY_WIDE) {
            return LEFT_WIDE;
        }
        return width < NARROW ? LEFT_NARROW : LEFT;
    }

    /// What is left of the folded CPU panel.
    private Node rail() {
        Button unfold = new Button("", Icon.EXPAND.node());
        unfold.setId("unfold-cpus");
        unfold.getStyleClass().addAll("tool-button", "flat");
        unfold.setAccessibleText("Show the CPU panel");
        unfold.setTooltip(new Tooltip("Show the CPU panel (F7)"));
        unfold.setOnAction(_ -> unfoldCpus());
        VBox rail = new VBox(unfold, new Group(turned("CPUs")));
        rail.getStyleClass().add("rail");
        return rail;
    }

    private static Label turned(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("second");
        label.setRotate(90);
        return label;
    }

    void close() {
        workbench.navigator().placeProperty().removeListener(follow);
        tabs.views().forEach(View::close);
        List.of(tree, inspector, cpus).forEach(View::close);
        address.close();
        workbench.dump().close();
    }
}
