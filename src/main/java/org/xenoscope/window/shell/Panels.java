package org.xenoscope.window.shell;

import javafx.geometry.Orientation;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.xenoscope.window.cpu.CpuPanel;
import org.xenoscope.window.memory.InspectorView;
import org.xenoscope.window.theme.Icon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where the areas of a window stand: tree and inspector at the left, tabs in the centre, the CPU
/// panel at the right or, in a narrow window, at the bottom. Dividers drag; a double click on one
/// gives its areas their usual sizes again.
final class Panels {
    private static final double WIDE = 1400;
    private static final double NARROW = 1200;
    private static final double VERY_WIDE = 1800;
    private static final double LOW = 760;
    private static final double LEFT = 278;
    private static final double LEFT_NARROW = 236;
    private static final double LEFT_WIDE = 320;
    private static final double RIGHT = 388;
    private static final double RIGHT_WIDE = 440;
    private static final double BOTTOM = 262;
    private static final double TREE_SHARE = 0.74;

    /// Height of the toolbar and the status bar.
    private static final double FRAME = 70;

    private final Zoom zoom;
    private final Node tree;
    private final Node inspector;
    private final Node centre;
    private final CpuPanel cpus;
    private final Runnable cpusTab;
    private final StackPane left = new StackPane();
    private final StackPane node = new StackPane();
    private String cpuPlace = "auto";
    private Consumer<String> movedCpus = _ -> {};
    private boolean treeFolded;
    private boolean cpusFolded;

    /// @param cpusTab shows the CPUs as a tab, where there is no room for the panel
    Panels(
            Zoom zoom,
            Node tree,
            InspectorView inspector,
            Node centre,
            CpuPanel cpus,
            Runnable cpusTab) {
        this.zoom = zoom;
        this.tree = titled("Dump", tree);
        this.inspector = titled("Inspector", inspector.node(), inspector.order());
        this.centre = centre;
        this.cpus = cpus;
        this.cpusTab = cpusTab;
        node.widthProperty().addListener((_, was, now) -> resized(was, now, true));
        node.heightProperty().addListener((_, was, now) -> resized(was, now, false));
        arrange();
    }

    Node node() {
        return node;
    }

    /// @param right what stands at the right of the title
    private static Node titled(String title, Node body, Node... right) {
        Label label = new Label(title);
        label.getStyleClass().add("title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(label, space);
        head.getChildren().addAll(right);
        head.getStyleClass().add("panel-head");
        VBox box = new VBox(head, body);
        box.getStyleClass().add("panel");
        VBox.setVgrow(body, Priority.ALWAYS);
        return box;
    }

    /// @param low whether the window is too low for the inspector
    private Node leftSide(boolean low) {
        if (low) {
            return tree;
        }
        SplitPane side = new SplitPane(tree, inspector);
        side.setOrientation(Orientation.VERTICAL);
        side.setDividerPositions(TREE_SHARE);
        onDoubleClick(side, () -> side.setDividerPositions(TREE_SHARE));
        return side;
    }

    private static void onDoubleClick(SplitPane pane, Runnable reset) {
        pane.addEventFilter(
                MouseEvent.MOUSE_CLICKED,
                event -> {
                    boolean divider =
                            event.getTarget() instanceof Node hit
                                    && pane.equals(hit.getParent())
                                    && hit.getStyleClass().contains("split-pane-divider");
                    if (event.getClickCount() == 2 && divider) {
                        reset.run();
                        event.consume();
                    }
                });
    }

    boolean treeFolded() {
        return treeFolded;
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

    /// In a low window the panel has no room below; the tab then shows the CPUs.
    private void unfoldCpus() {
        cpusFolded = false;
        arrange();
        if (cpus.node().getScene() == null) {
            cpusTab.run();
        }
    }

    /// Moves the CPU panel to the bottom, or back to the right.
    void moveCpus() {
        cpuPlace = cpusAtRight(node.getWidth()) ? "bottom" : "right";
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

    private boolean cpusAtRight(double width) {
        return switch (cpuPlace) {
            case "right" -> true;
            case "bottom" -> false;
            default -> width >= WIDE * zoom.factor();
        };
    }

    private void resized(Number was, Number now, boolean width) {
        double before = was.doubleValue();
        double after = now.doubleValue();
        double scale = zoom.factor();
        double[] limits =
                width
                        ? new double[] {WIDE * scale, NARROW * scale, VERY_WIDE * scale}
                        : new double[] {(LOW - FRAME) * scale};
        boolean changed = before == 0;
        for (double limit : limits) {
            changed |= before < limit != after < limit;
        }
        if (changed) {
            arrange();
        }
    }

    /// Puts the areas where the size of the window and the person want them.
    void arrange() {
        double scale = zoom.factor();
        double width = node.getWidth() == 0 ? WIDE * scale : node.getWidth();
        double height = node.getHeight() == 0 ? LOW * scale : node.getHeight();
        boolean right = cpusAtRight(width);
        boolean low = height < (LOW - FRAME) * scale;
        boolean showCpus = !cpusFolded && (right || !low);
        cpus.setWide(!right);
        SplitPane across = across(right && showCpus, low);
        double[] usual = dividers(width, scale, right && showCpus);
        across.setDividerPositions(usual);
        onDoubleClick(across, () -> across.setDividerPositions(usual));
        Region body = !right && showCpus ? down(across, height, scale) : across;
        node.getChildren().setAll(showCpus ? body : new BorderPane(body, null, rail(), null, null));
        across.setDividerPositions(usual);
    }

    private SplitPane across(boolean cpusToo, boolean low) {
        SplitPane across = new SplitPane();
        if (!treeFolded) {
            left.getChildren().setAll(leftSide(low));
            across.getItems().add(left);
            SplitPane.setResizableWithParent(left, false);
        }
        across.getItems().add(centre);
        if (cpusToo) {
            across.getItems().add(cpus.node());
            SplitPane.setResizableWithParent(cpus.node(), false);
        }
        return across;
    }

    private double[] dividers(double width, double scale, boolean cpusToo) {
        List<Double> dividers = new ArrayList<>();
        if (!treeFolded) {
            dividers.add(leftWidth(width / scale) * scale / width);
        }
        if (cpusToo) {
            double panel = (width >= VERY_WIDE * scale ? RIGHT_WIDE : RIGHT) * scale;
            dividers.add((width - panel) / width);
        }
        return dividers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private SplitPane down(Node above, double height, double scale) {
        SplitPane down = new SplitPane(above, cpus.node());
        down.setOrientation(Orientation.VERTICAL);
        SplitPane.setResizableWithParent(cpus.node(), false);
        double share = (height - BOTTOM * scale) / height;
        down.setDividerPositions(share);
        onDoubleClick(down, () -> down.setDividerPositions(share));
        return down;
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
        Label words = new Label("CPUs");
        words.getStyleClass().add("second");
        words.setRotate(90);
        VBox rail = new VBox(unfold, new Group(words));
        rail.getStyleClass().add("rail");
        return rail;
    }
}
