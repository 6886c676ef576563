package org.xenoscope.window.cpu;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups of registers: name, value as a link, flags and words. A name selects the bytes that the
/// value came from; the arrow keys walk the names, Enter goes, Ctrl+C copies.
final class RegisterGrid extends VBox {
    /// Registers of a group from which on two columns are used.
    private static final int TWO_COLUMNS = 12;

    private final Workbench workbench;
    private final CpuView cpu;
    private final List<Hyperlink> names = new ArrayList<>();

    /// @param cpu the CPU that they are of
    /// @param shown those shown here
    RegisterGrid(Workbench workbench, CpuView cpu, List<RegisterGroup> shown) {
        super(10);
        this.workbench = workbench;
        this.cpu = cpu;
        setPadding(new Insets(8, 12, 12, 12));
        for (RegisterGroup group : shown) {
            Label name = new Label(group.name());
            name.getStyleClass().add("card-title");
            name.setStyle("-fx-font-weight: bold;");
            Label source = new Label(group.source());
            source.getStyleClass().add("quiet");
            name.setMinWidth(Region.USE_PREF_SIZE);
            source.setWrapText(true);
            source.setMinHeight(Region.USE_PREF_SIZE);
            HBox head = new HBox(8, name, source);
            head.setAlignment(Pos.BASELINE_LEFT);
            getChildren().add(new VBox(2, head, grid(group.registers())));
        }
    }

    private Node grid(List<Register> registers) {
        GridPane grid = new GridPane(10, 2);
        boolean two = registers.size() >= TWO_COLUMNS;
        int half = two ? (registers.size() + 1) / 2 : registers.size();
        for (int i = 0; i < registers.size(); i++) {
            int column = i < half ? 0 : 2;
            int row = i < half ? i : i - half;
            Register register = registers.get(i);
            grid.add(name(register), column, row);
            grid.add(value(register), column + 1, row);
            if (!two) {
                grid.add(says(register), column + 2, row);
            }
        }
        return two ? new VBox(4, grid, remarks(registers)) : grid;
    }

    /// What there is to say of registers that stand two in a row: a line for each remark, with all
    /// the names that it holds for.
    private static Node remarks(List<Register> registers) {
        Map<String, List<String>> remarks = new LinkedHashMap<>();
        for (Register register : registers) {
            String words = register.says();
            if (!register.flags().isEmpty()) {
                words = (String.join(" ", register.flags()) + " " + words).strip();
            }
            if (!words.isEmpty()) {
                remarks.computeIfAbsent(words, _ -> new ArrayList<>()).add(register.field().name());
            }
        }
        VBox lines = new VBox(2);
        remarks.forEach(
                (words, names) -> {
                    Label line = new Label(String.join(", ", names) + ": " + words);
                    line.getStyleClass().add("second");
                    line.setWrapText(true);
                    line.setMinHeight(Region.USE_PREF_SIZE);
                    lines.getChildren().add(line);
                });
        lines.setManaged(!remarks.isEmpty());
        return lines;
    }

    private Node name(Register register) {
        Hyperlink name = new Hyperlink(register.field().name());
        name.getStyleClass().add("register-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Optional<String> changed =
                cpu.changed(register).map(words -> "Not as in the other view: " + words);
        changed.ifPresent(
                _ -> {
                    Label dot = new Label("•");
                    dot.getStyleClass().add("changed-register");
                    name.setGraphic(dot);
                    name.setContentDisplay(ContentDisplay.RIGHT);
                    name.setGraphicTextGap(2);
                });
        name.setTooltip(
                new Tooltip(
                        changed.map(words -> words + "\n").orElse("")
                                + "Select its bytes in the note"));
        String value = register.saved() ? "0x" + register.digits() : "not known";
        name.setAccessibleText(
                String.join(", ", register.field().name(), value, register.says())
                                .replaceFirst(", $", "")
                        + changed.map(words -> ", " + words).orElse(""));
        name.setOnAction(
                _ -> {
                    name.setVisited(false);
                    workbench
                            .navigator()
                            .go(
                                    new Location(SpaceId.FILE, register.field().fileOffset()),
                                    register.field().length());
                });
        name.addEventHandler(KeyEvent.KEY_PRESSED, event -> key(event, name, register));
        MenuItem one = new MenuItem("Copy " + register.field().name());
        one.setOnAction(_ -> PlaceLink.copy(GdbRegisters.line(register)));
        MenuItem whole = new MenuItem("Copy all registers");
        whole.setOnAction(_ -> PlaceLink.copy(GdbRegisters.of(cpu.groups())));
        name.setContextMenu(new ContextMenu(one, whole));
        names.add(name);
        return name;
    }

    private void key(KeyEvent event, Hyperlink name, Register register) {
        switch (event.getCode()) {
            case UP -> walk(name, -1);
            case DOWN -> walk(name, 1);
            case ENTER -> name.fire();
            case C -> {
                if (!event.isShortcutDown()) {
                    return;
                }
                PlaceLink.copy(GdbRegisters.line(register));
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void walk(Hyperlink from, int step) {
        int next = names.indexOf(from) + step;
        if (next >= 0 && next < names.size()) {
            names.get(next).requestFocus();
        }
    }

    private Node value(Register register) {
        if (!register.saved()) {
            Label label = new Label("—");
            label.setTooltip(new Tooltip(register.says()));
            return label;
        }
        if (register.target().isPresent()) {
            PlaceLink link = new PlaceLink(workbench, register.target().get(), register.digits());
            link.setMinWidth(Region.USE_PREF_SIZE);
            return link;
        }
        Label label = new Label(register.digits());
        label.getStyleClass().add("register-value");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node says(Register register) {
        FlowPane box = new FlowPane(3, 2);
        box.setPrefWrapLength(150);
        for (String flag : register.flags()) {
            Label label = new Label(flag);
            label.getStyleClass().add("flag");
            box.getChildren().add(label);
        }
        if (!register.says().isEmpty()) {
            Label words = new Label(register.says());
            words.getStyleClass().add("second");
            words.setWrapText(true);
            box.getChildren().add(words);
        }
        return box;
    }
}
