package org.xenoscope.window.overview;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.dump.Summary;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// The first screen of a dump: one sentence, three machines, facts with their source, findings,
/// CPUs.
public final class OverviewView implements View {
    private static final int FINDINGS = 5;

    private final Workbench workbench;
    private final MachineBars bars;
    private final VBox body = new VBox(12);
    private final ScrollPane node = new ScrollPane(body);

    /// What the overview shows.
    private record Facts(
            Summary summary,
            List<PhysicalCpu> cpus,
            List<Finding> findings,
            Optional<Location> kernelText) {}

    /// Makes the view and looks for the facts.
    public OverviewView(Workbench workbench) {
        this.workbench = workbench;
        bars = new MachineBars(workbench);
        body.setPadding(new Insets(16, 18, 16, 18));
        node.setFitToWidth(true);
        node.setId("overview");
        Label looking = new Label("looking…");
        looking.getStyleClass().add("second");
        body.getChildren().add(looking);
        workbench
                .jobs()
                .start(
                        "Looking for facts",
                        _ -> facts(),
                        this::show,
                        exception -> looking.setText("unknown: " + exception.getMessage()));
    }

    private Facts facts() {
        var dump = workbench.dump();
        Summary summary = dump.summary();
        Location text = new Location(SpaceId.DOM0, 0xffff_ffff_8100_0000L);
        boolean readable = dump.spaces().explain(text).file().isPresent();
        return new Facts(
                summary,
                dump.physicalCpus(),
                dump.findings(),
                readable ? Optional.of(text) : Optional.empty());
    }

    private void show(Facts facts) {
        Label headline = new Label(facts.summary().headline());
        headline.getStyleClass().add("headline");
        headline.setId("headline");
        headline.setWrapText(true);
        Label detail = new Label(facts.summary().detail());
        detail.getStyleClass().add("second");
        detail.setWrapText(true);
        HBox cards = new HBox(12);
        for (Summary.Group group : facts.summary().groups()) {
            Node card = facts(group);
            HBox.setHgrow(card, Priority.ALWAYS);
            cards.getChildren().add(card);
        }
        body.getChildren()
                .setAll(
                        new VBox(6, headline, detail),
                        places(facts),
                        card("One dump, three machines", bars),
                        cards,
                        findings(facts.findings()),
                        cpus(facts.cpus()));
    }

    private Node places(Facts facts) {
        FlowPane buttons = new FlowPane(8, 8);
        for (PhysicalCpu cpu : facts.cpus()) {
            register(cpu, "rip")
                    .or(() -> register(cpu, "eip"))
                    .flatMap(Register::target)
                    .ifPresent(
                            place ->
                                    buttons.getChildren()
                                            .add(
                                                    button(
                                                            "Xen's rip on pCPU " + cpu.index(),
                                                            place)));
            if (buttons.getChildren().size() == 4) {
                break;
            }
        }
        facts.kernelText()
                .ifPresent(place -> buttons.getChildren().add(button("dom0 kernel text", place)));
        buttons.setVisible(!buttons.getChildren().isEmpty());
        buttons.setManaged(buttons.isVisible());
        return buttons;
    }

    private Button button(String words, Location place) {
        Button button = new Button(words, new Tag(place.space()));
        button.setOnAction(_ -> workbench.navigator().go(place));
        button.setMinHeight(30);
        return button;
    }

    private static Optional<Register> register(PhysicalCpu cpu, String name) {
        return cpu.registers().stream()
                .flatMap(group -> group.registers().stream())
                .filter(register -> register.field().name().equals(name))
                .filter(Register::saved)
                .findFirst();
    }

    private static VBox card(String title, Node... content) {
        Label label = new Label(title);
        label.getStyleClass().add("card-title");
        VBox card = new VBox(8, label);
        card.getChildren().addAll(content);
        card.getStyleClass().add("card");
        return card;
    }

    private Node facts(Summary.Group group) {
        GridPane grid = new GridPane(14, 4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        int row = 0;
        for (Summary.Line line : group.lines()) {
            Label name = new Label(line.name());
            name.getStyleClass().add("facts-name");
            name.setMinWidth(Region.USE_PREF_SIZE);
            HBox value = new HBox(6);
            value.setMinWidth(0);
            boolean link =
                    line.target().isPresent()
                            && (line.value().contains(":0x") || line.value().startsWith("MFN"));
            if (link) {
                PlaceLink place = new PlaceLink(workbench, line.target().get(), line.value());
                place.setMinWidth(Region.USE_PREF_SIZE);
                value.getChildren().add(place);
            } else {
                Label text = new Label(line.value());
                text.getStyleClass().addAll("facts-value", line.known() ? "known" : "second");
                text.setTooltip(new Tooltip(line.value()));
                value.getChildren().add(text);
            }
            if (!line.evidence().isEmpty()) {
                Label evidence = new Label(line.evidence());
                evidence.setTooltip(new Tooltip(line.evidence()));
                evidence.setMinWidth(0);
                evidence.getStyleClass().add("quiet");
                value.getChildren().add(evidence);
            }
            value.setAlignment(Pos.BASELINE_LEFT);
            grid.addRow(row++, name, value);
        }
        VBox card = card(group.name(), grid);
        card.setMinWidth(0);
        card.setPrefWidth(300);
        return card;
    }

    private Node findings(List<Finding> findings) {
        VBox list = new VBox(6);
        findings.stream()
                .limit(FINDINGS)
                .forEach(finding -> list.getChildren().add(FindingRow.of(workbench, finding)));
        if (findings.isEmpty()) {
            Label none =
                    new Label(
                            "No findings: headers, notes and cross-checks that ran are"
                                    + " consistent.");
            none.getStyleClass().add("second");
            list.getChildren().add(none);
        } else if (findings.size() > FINDINGS) {
            Hyperlink all = new Hyperlink("All " + findings.size() + " findings");
            all.setOnAction(_ -> workbench.desk().show("findings"));
            list.getChildren().add(all);
        }
        return card("Findings", list);
    }

    private Node cpus(List<PhysicalCpu> cpus) {
        GridPane grid = new GridPane(24, 6);
        String[] heads = {"pCPU", "Xen's rip while saving", "Page table in use", "State"};
        for (int i = 0; i < heads.length; i++) {
            Label head = new Label(heads[i]);
            head.getStyleClass().add("quiet");
            grid.add(head, i, 0);
        }
        int row = 1;
        for (PhysicalCpu cpu : cpus.subList(0, Math.min(16, cpus.size()))) {
            grid.addRow(
                    row++,
                    new Label("pCPU " + cpu.index()),
                    register(cpu, "rip")
                            .or(() -> register(cpu, "eip"))
                            .map(this::value)
                            .orElseGet(() -> new Label("—")),
                    register(cpu, "cr3").map(this::owner).orElseGet(() -> new Label("—")),
                    new Label(cpu.state()));
        }
        VBox card = card("CPUs at the crash", grid);
        if (cpus.size() > 16) {
            card.getChildren().add(new Label("and %d more".formatted(cpus.size() - 16)));
        }
        if (cpus.isEmpty()) {
            card.getChildren().setAll(new Label("The dump has no notes of CPUs."));
        }
        return card;
    }

    private Node value(Register register) {
        return register.target()
                .<Node>map(place -> new PlaceLink(workbench, place, register.digits()))
                .orElseGet(
                        () -> {
                            Label label = new Label(register.digits());
                            label.getStyleClass().add("mono");
                            return label;
                        });
    }

    private Node owner(Register register) {
        Label says = new Label(register.says());
        says.getStyleClass().add("second");
        HBox box = new HBox(8, value(register), says);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    @Override
    public void restyle() {
        bars.requestLayout();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {}
}
