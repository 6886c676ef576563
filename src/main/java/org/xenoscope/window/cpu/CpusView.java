package org.xenoscope.window.cpu;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.window.CpuChoice;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The CPUs as cards, and all the registers of the chosen one below them.
public final class CpusView implements View {
    private static final String PHYSICAL_WORDS =
            "What the hypervisor saw on each processor. Shift+F7 switches.";
    private static final String VIRTUAL_WORDS =
            "What dom0 and the other guests saw of their VCPUs. Shift+F7 switches.";

    /// More cards than this fill the view; the panel's list has every CPU.
    private static final int CARDS = 64;

    private static final double CARD_WIDTH = 330;

    private final Workbench workbench;
    private final CpuChoice choice;
    private final SideSwitch side;
    private final Label words = new Label("looking…");
    private final ToggleButton compare = new ToggleButton("Compare with the other view");
    private final FlowPane cards = new FlowPane(12, 12);
    private final StackPane chain = new StackPane();
    private final GridPane registers = new GridPane(12, 12);
    private final BorderPane node = new BorderPane();
    private final ChangeListener<Object> follow = (_, _, _) -> fill();
    private Optional<CpuFacts> facts = Optional.empty();

    /// Makes the view and looks for the CPUs.
    public CpusView(Workbench workbench) {
        this.workbench = workbench;
        choice = workbench.cpu();
        side = new SideSwitch(choice);
        words.getStyleClass().add("quiet");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        side.setMinWidth(Region.USE_PREF_SIZE);
        compare.setId("compare-sides");
        compare.getStyleClass().add("small-toggle");
        compare.setMinWidth(Region.USE_PREF_SIZE);
        compare.selectedProperty().bindBidirectional(choice.comparingProperty());
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox bar = new HBox(10, side, words, compare);
        bar.getStyleClass().add("view-bar");
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            registers.getColumnConstraints().add(half);
        }
        VBox content = new VBox(12, cards, chain, registers);
        content.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        node.setTop(bar);
        node.setCenter(scroll);
        node.setId("cpus");
        choice.guestsProperty().addListener(follow);
        choice.pcpuProperty().addListener(follow);
        choice.vcpuProperty().addListener(follow);
        choice.comparingProperty().addListener(follow);
        workbench
                .jobs()
                .start(
                        "Reading the CPUs",
                        _ -> CpuFacts.of(workbench),
                        found -> {
                            facts = Optional.of(found);
                            found.crashed().ifPresent(choice::start);
                            fill();
                        },
                        exception -> words.setText("unknown: " + exception.getMessage()));
    }

    private void fill() {
        facts.ifPresent(
                known -> {
                    boolean guests = choice.guestsProperty().get();
                    words.setText(
                            !guests
                                    ? PHYSICAL_WORDS
                                    : known.missing().isEmpty() ? VIRTUAL_WORDS : known.missing());
                    List<CpuView> rows = known.rows(guests);
                    if (rows.isEmpty()) {
                        words.setText("The dump has no notes of CPUs.");
                    }
                    boolean focused = cards.isFocusWithin();
                    int here = choice.chosen(rows, CpuView::pcpu, CpuView::vcpu);
                    cards.getChildren()
                            .setAll(
                                    IntStream.range(0, Math.min(CARDS, rows.size()))
                                            .mapToObj(i -> card(rows.get(i), i == here))
                                            .toList());
                    if (rows.size() > CARDS) {
                        Label more =
                                new Label(
                                        "and %d more, in the list of the CPU panel"
                                                .formatted(rows.size() - CARDS));
                        more.getStyleClass().add("second");
                        cards.getChildren().add(more);
                    }
                    registers.getChildren().clear();
                    if (!rows.isEmpty()) {
                        show(rows.get(choice.chosen(rows, CpuView::pcpu, CpuView::vcpu)));
                    }
                    if (focused) {
                        cards.getChildren().stream()
                                .filter(card -> card.getStyleClass().contains("here"))
                                .findFirst()
                                .ifPresent(Node::requestFocus);
                    }
                });
    }

    /// The registers at the left, the trace at the right.
    private void show(CpuView row) {
        List<RegisterGroup> groups = row.groups();
        chain.getChildren().setAll(new CpuChain(choice, row));
        if (choice.comparingProperty().get()) {
            registers.add(new CompareTable(workbench, row), 0, 0, 2, 1);
            return;
        }
        registers.add(new VBox(new RegisterGrid(workbench, row, groups)), 0, 0);
        registers.add(new VBox(new TraceList(workbench, row, true)), 1, 0);
    }

    private Node card(CpuView row, boolean chosen) {
        Label name = new Label(row.name());
        name.getStyleClass().add("cpu-name");
        Label pill = new Label(row.pill());
        pill.getStyleClass().add("pill");
        CpuPill.style(pill, row);
        Label value = new Label(row.value());
        value.getStyleClass().add("mono");
        Label story = new Label(row.story());
        story.getStyleClass().add("quiet");
        HBox head = new HBox(8, name, pill);
        head.setAlignment(Pos.CENTER_LEFT);
        Button card = new Button("", new VBox(4, head, value, story));
        card.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        card.setAlignment(Pos.TOP_LEFT);
        card.getStyleClass().addAll("cpu-card");
        if (chosen) {
            card.getStyleClass().add("here");
        }
        card.setAccessibleText(String.join(", ", row.name(), row.pill(), row.value(), row.story()));
        card.setPrefWidth(CARD_WIDTH);
        card.setOnAction(
                _ -> {
                    choice.choose(row.pcpu(), row.vcpu());
                    fill();
                });
        return card;
    }

    /// Switches between the physical CPUs and dom0's VCPUs.
    public void switchSide() {
        choice.switchSide();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        side.close();
        choice.guestsProperty().removeListener(follow);
        choice.pcpuProperty().removeListener(follow);
        choice.vcpuProperty().removeListener(follow);
        choice.comparingProperty().removeListener(follow);
        compare.selectedProperty().unbindBidirectional(choice.comparingProperty());
    }
}
