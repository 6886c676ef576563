package org.xenoscope.window.cpu;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.List;

/// Groups of registers: name, value as a link, flags and words. A click on a name selects the bytes
/// that the value came from.
final class RegisterGrid extends VBox {
    /// Registers of a group from which on two columns are used.
    private static final int TWO_COLUMNS = 12;

    private final Workbench workbench;

    RegisterGrid(Workbench workbench, List<RegisterGroup> groups, boolean words) {
        super(10);
        this.workbench = workbench;
        setPadding(new Insets(8, 12, 12, 12));
        for (RegisterGroup group : groups) {
            Label name = new Label(group.name());
            name.getStyleClass().add("card-title");
            name.setStyle("-fx-font-weight: bold;");
            Label source = new Label(group.source());
            source.getStyleClass().add("quiet");
            FlowPane head = new FlowPane(8, 0, name, source);
            getChildren().add(new VBox(2, head, grid(group.registers(), words)));
        }
    }

    private Node grid(List<Register> registers, boolean words) {
        GridPane grid = new GridPane(10, 2);
        boolean two = registers.size() >= TWO_COLUMNS && !words;
        // rip stands alone; the others share rows as people know them from traces
        int half = two ? (registers.size() + 1) / 2 : registers.size();
        for (int i = 0; i < registers.size(); i++) {
            int column = i < half ? 0 : 3;
            int row = i < half ? i : i - half;
            Register register = registers.get(i);
            grid.add(name(register), column, row);
            grid.add(value(register), column + 1, row);
            if (!two) {
                grid.add(says(register), column + 2, row);
            }
        }
        return grid;
    }

    private Node name(Register register) {
        Label label = new Label(register.field().name());
        label.getStyleClass().add("register-name");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setTooltip(new Tooltip("Select its bytes in the note"));
        label.setOnMouseClicked(
                _ ->
                        workbench
                                .navigator()
                                .go(
                                        new Location(SpaceId.FILE, register.field().fileOffset()),
                                        register.field().length()));
        return label;
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
            box.getChildren().add(words);
        }
        return box;
    }
}
