package org.xenoscope.window.cpu;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.controlsfx.control.SegmentedButton;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.Optional;

/// The CPUs with all their registers and words, one card each.
public final class CpusView implements View {
    private static final String PHYSICAL_WORDS =
            "What the hypervisor saved on each processor: the registers of the code that saved"
                    + " them.";

    private final Workbench workbench;
    private final ToggleButton physical = new ToggleButton("Physical CPUs");
    private final ToggleButton guests = new ToggleButton("dom0 VCPUs");
    private final Label words = new Label("looking…");
    private final FlowPane cards = new FlowPane(12, 12);
    private final BorderPane node = new BorderPane();
    private Optional<CpuFacts> facts = Optional.empty();

    /// Makes the view and looks for the CPUs.
    public CpusView(Workbench workbench) {
        this.workbench = workbench;
        SegmentedButton side = new SegmentedButton(physical, guests);
        physical.setSelected(true);
        physical.setOnAction(_ -> side(false));
        guests.setOnAction(_ -> side(true));
        words.getStyleClass().add("quiet");
        HBox bar = new HBox(10, side, words);
        bar.getStyleClass().add("view-bar");
        cards.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        node.setTop(bar);
        node.setCenter(scroll);
        node.setId("cpus");
        workbench
                .jobs()
                .start(
                        "Reading the CPUs",
                        _ -> CpuFacts.of(workbench),
                        found -> {
                            facts = Optional.of(found);
                            side(false);
                        },
                        exception -> words.setText("unknown: " + exception.getMessage()));
    }

    private void side(boolean guestSide) {
        physical.setSelected(!guestSide);
        guests.setSelected(guestSide);
        facts.ifPresent(
                known -> {
                    words.setText(guestSide ? known.virtual().missing() : PHYSICAL_WORDS);
                    cards.getChildren()
                            .setAll(
                                    known.rows(guestSide).stream()
                                            .limit(64)
                                            .map(this::card)
                                            .toList());
                });
    }

    private Node card(CpuFacts.Row row) {
        Label name = new Label(row.name());
        name.getStyleClass().add("cpu-name");
        Label pill = new Label(row.pill());
        pill.getStyleClass().add("pill");
        Label story = new Label(row.story());
        story.getStyleClass().add("quiet");
        VBox card =
                new VBox(
                        new HBox(8, name, pill),
                        story,
                        new RegisterGrid(workbench, row.groups(), true));
        card.getStyleClass().add("card");
        card.setPrefWidth(480);
        return card;
    }

    /// Switches between the physical CPUs and dom0's VCPUs.
    public void switchSide() {
        side(physical.isSelected());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {}
}
