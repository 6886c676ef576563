package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
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
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.cpu.CpuPanel;
import org.xenoscope.window.cpu.CpusView;
import org.xenoscope.window.memory.InspectorView;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.overview.FindingsView;
import org.xenoscope.window.overview.OverviewView;
import org.xenoscope.window.theme.Icon;
import org.xenoscope.window.tree.DumpTree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private final Workbench workbench;
    private final TabPane tabs = new TabPane();
    private final Map<String, Tab> byName = new LinkedHashMap<>();
    private final DumpTree tree;
    private final InspectorView inspector;
    private final MemoryView memory;
    private final OverviewView overview;
    private final FindingsView findings;
    private final CpuPanel cpus;
    private final CpusView cpusTab;
    private final AddressBar address;
    private final Button findingsButton = new Button("", Icon.FLAG.node());
    private final StackPane left = new StackPane();
    private final StackPane node = new StackPane();
    private final ChangeListener<Navigator.Place> follow = (_, _, place) -> come(place);
    private boolean treeFolded;
    private boolean cpusFolded;

    DumpView(Workbench workbench, Stage stage) {
        this.workbench = workbench;
        tree = new DumpTree(workbench);
        inspector = new InspectorView(workbench);
        memory = new MemoryView(workbench);
        overview = new OverviewView(workbench, () -> showTab("findings"));
        findings = new FindingsView(workbench);
        cpus = new CpuPanel(workbench, () -> showTab("cpus"));
        cpusTab = new CpusView(workbench);
        address = new AddressBar(workbench);
        tabs.setId("tabs");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
        tab("overview", "Overview", overview);
        tab("memory", "Memory", memory);
        tab("cpus", "CPUs", cpusTab);
        tab("findings", "Findings", findings);
        left.getChildren().setAll(leftSide());
        findingsButton.setId("findings-button");
        findingsButton.getStyleClass().addAll("tool-button", "flat");
        findingsButton.setOnAction(_ -> showTab("findings"));
        countFindings();
        node.widthProperty().addListener((_, was, now) -> layout(was, now, true));
        node.heightProperty().addListener((_, was, now) -> layout(was, now, false));
        workbench.navigator().placeProperty().addListener(follow);
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

    private void tab(String name, String title, View view) {
        Tab tab = new Tab(title, view.node());
        tab.setId("tab-" + name);
        byName.put(name, tab);
        tabs.getTabs().add(tab);
    }

    private Node leftSide() {
        SplitPane side =
                new SplitPane(titled("Dump", tree.node()), titled("Inspector", inspector.node()));
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

    Node node() {
        return node;
    }

    Navigator navigator() {
        return workbench.navigator();
    }

    ToolRow toolbar(List<Action> actions) {
        return ToolRow.of(actions, this, address, findingsButton);
    }

    /// Shows a tab by its name.
    void showTab(String name) {
        Tab tab = byName.get(name);
        if (tab != null) {
            tabs.getSelectionModel().select(tab);
        }
    }

    /// A jump brings the memory forward.
    private void come(Navigator.Place place) {
        if (place.jump()) {
            showTab("memory");
        }
    }

    void focusAddress() {
        address.focus();
    }

    void sameByte(boolean forward) {
        memory.sameByte(forward);
    }

    void foldTree() {
        treeFolded = !treeFolded;
        arrange();
    }

    void foldCpus() {
        cpusFolded = !cpusFolded;
        arrange();
    }

    void switchCpus() {
        cpus.switchSide();
        cpusTab.switchSide();
    }

    /// The theme has changed: what paints itself paints again.
    void restyle() {
        node.applyCss();
        node.requestLayout();
        memory.restyle();
        overview.restyle();
    }

    private void layout(Number was, Number now, boolean width) {
        double before = was.doubleValue();
        double after = now.doubleValue();
        boolean changed =
                width
                        ? crosses(before, after, WIDE) || crosses(before, after, NARROW)
                        : crosses(before, after, LOW);
        if (changed || before == 0) {
            arrange();
        }
    }

    private static boolean crosses(double before, double after, double limit) {
        return before < limit != after < limit;
    }

    private void arrange() {
        double width = node.getWidth() == 0 ? WIDE : node.getWidth();
        double height = node.getHeight() == 0 ? LOW : node.getHeight();
        boolean wide = width >= WIDE;
        boolean showCpus = !cpusFolded && (wide || height >= LOW - 70);
        cpus.setWide(!wide);
        SplitPane across = new SplitPane();
        if (!treeFolded) {
            across.getItems().add(left);
            SplitPane.setResizableWithParent(left, false);
        }
        across.getItems().add(tabs);
        double leftWidth = width < NARROW ? LEFT_NARROW : LEFT;
        if (wide && showCpus) {
            across.getItems().add(cpus.node());
            SplitPane.setResizableWithParent(cpus.node(), false);
        }
        Node body = across;
        if (!wide && showCpus) {
            SplitPane down = new SplitPane(across, cpus.node());
            down.setOrientation(Orientation.VERTICAL);
            SplitPane.setResizableWithParent(cpus.node(), false);
            down.setDividerPositions((height - BOTTOM) / height);
            body = down;
        }
        node.getChildren().setAll(body);
        double[] positions =
                treeFolded
                        ? new double[] {(width - RIGHT) / width}
                        : new double[] {leftWidth / width, (width - RIGHT) / width};
        across.setDividerPositions(positions);
    }

    void close() {
        workbench.navigator().placeProperty().removeListener(follow);
        List.of(tree, inspector, memory, overview, findings, cpus, cpusTab).forEach(View::close);
        address.close();
        workbench.dump().close();
    }
}
