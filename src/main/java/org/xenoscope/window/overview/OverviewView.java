package org.xenoscope.window.overview;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.PcpuActivity;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.dump.Summary;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.Tag;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.cpu.CpuFacts;
import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.Optional;

/// The first screen of a dump: one sentence, three machines, facts with their source, findings,
/// CPUs.
public final class OverviewView implements View {
    private static final int FINDINGS = 5;

    private final Workbench workbench;
    private final Legend legend = new Legend();
    private final MachineBars bars;
    private final VBox body = new VBox(12);
    private final ScrollPane node = new ScrollPane(body);

    /// What the overview shows.
    private record Facts(
            Summary summary,
            CpuFacts cpus,
            List<Finding> findings,
            Optional<TraceFrame> site,
            Optional<TraceFrame> panic,
            boolean console,
            boolean log,
            Optional<Integer> tasks) {}

    /// Makes the view and looks for the facts.
    public OverviewView(Workbench workbench) {
        this.workbench = workbench;
        bars = new MachineBars(workbench, legend);
        body.setPadding(new Insets(16, 18, 16, 18));
        node.setFitToWidth(true);
        node.setId("overview");
        Label looking = new Label("looking…");
        looking.getStyleClass().add("second");
        body.getChildren().add(looking);
        look();
    }

    private void look() {
        workbench
                .jobs()
                .start(
                        "Looking for facts",
                        _ -> facts(),
                        this::show,
                        exception -> {
                            Label words = new Label("unknown: " + exception.getMessage());
                            words.getStyleClass().add("second");
                            body.getChildren().setAll(words);
                        });
    }

    private Facts facts() {
        var dump = workbench.dump();
        Summary summary = dump.summary();
        CpuFacts cpus = CpuFacts.of(workbench);
        List<TraceFrame> story =
                dump.cpus().physical().stream()
                        .filter(PcpuActivity::crashed)
                        .findFirst()
                        .map(cpu -> dump.cpus().trace(cpu).frames())
                        .orElse(List.of());
        return new Facts(
                summary,
                cpus,
                dump.findings(),
                story.stream().findFirst(),
                story.stream().filter(frame -> frame.name().startsWith("panic+")).findFirst(),
                dump.xen().console().value().isPresent(),
                dump.linux().log().value().isPresent(),
                dump.linux().tasks().value().map(list -> list.tasks().size()));
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
                        card("One dump, three machines", bars, legend),
                        cards,
                        findings(facts.findings()),
                        card("CPUs at the crash", CpuTable.of(facts.cpus())));
    }

    /// The places that people want first.
    private Node places(Facts facts) {
        FlowPane buttons = new FlowPane(8, 8);
        facts.site().ifPresent(at -> buttons.getChildren().add(button("Crash site", at)));
        facts.panic().ifPresent(at -> buttons.getChildren().add(button("Panic", at)));
        if (facts.console()) {
            buttons.getChildren().add(log("Xen console", "xen"));
        }
        if (facts.log()) {
            buttons.getChildren().add(log("dom0 log", "dom0"));
        }
        facts.tasks()
                .ifPresent(
                        count -> {
                            Button tasks = view("Tasks", "tasks", Icon.BRANCHES);
                            Label number = NodeColumn.quiet("" + count);
                            HBox words =
                                    new HBox(8, Icon.BRANCHES.node(), new Label("Tasks"), number);
                            words.setAlignment(Pos.CENTER_LEFT);
                            tasks.setGraphic(words);
                            tasks.setText("");
                            tasks.setAccessibleText("%d tasks".formatted(count));
                            buttons.getChildren().add(tasks);
                        });
        buttons.getChildren().add(view("Domains", "domains", Icon.STACKED));
        return buttons;
    }

    private Button button(String words, TraceFrame frame) {
        Location place = frame.code();
        Label name = NodeColumn.mono(frame.name());
        Button button = new Button("", new HBox(8, new Tag(place.space()), new Label(words), name));
        button.setAccessibleText("%s, %s".formatted(words, frame.name()));
        button.setOnAction(_ -> workbench.navigator().go(place));
        button.setMinHeight(30);
        return button;
    }

    private Button log(String words, String which) {
        Button button = new Button(words, Icon.LINES.node());
        button.setId("go-log-" + which);
        button.setOnAction(_ -> workbench.desk().ask("logs", which));
        button.setMinHeight(30);
        return button;
    }

    private Button view(String words, String kind, Icon icon) {
        Button button = new Button(words, icon.node());
        button.setOnAction(_ -> workbench.desk().show(kind));
        button.setMinHeight(30);
        return button;
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
            FactLine value = new FactLine(workbench, line);
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

    @Override
    public void renamed() {
        look();
    }

    @Override
    public void restyle() {
        bars.requestLayout();
        legend.requestLayout();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {}
}
