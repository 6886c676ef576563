package org.xenoscope.window.domain;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.TreeColumn;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Vcpu;
import org.xenoscope.xen.XenCpu;

import java.util.ArrayList;
import java.util.List;

/// Xen's domains, each with its VCPUs: what they are, whether they live, how much memory they have,
/// where each VCPU was.
public final class DomainsView implements View {
    private static final double ROW = 24;
    private static final int PAGE_SHIFT = 12;

    private final Workbench workbench;
    private final Label says = new Label();
    private final Label empty = new Label("looking…");
    private final TreeTableView<DomainRow> table = new TreeTableView<>();
    private final BorderPane node = new BorderPane();

    /// What a job found.
    private record Found(Fact<List<Domain>> domains, List<XenCpu> cpus) {}

    /// Makes the view and looks for the domains.
    public DomainsView(Workbench workbench) {
        this.workbench = workbench;
        node.setId("domains");
        says.getStyleClass().add("quiet");
        says.setId("domains-says");
        HBox bar = new HBox(8, says);
        bar.getStyleClass().add("view-bar");
        node.setTop(bar);
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("domains-empty");
        columns();
        node.setCenter(new StackPane(table, empty));
        workbench
                .jobs()
                .start(
                        "Reading the domains",
                        _ -> {
                            var xen = workbench.dump().xen();
                            return new Found(xen.domains(), xen.cpus().value().orElse(List.of()));
                        },
                        this::fill,
                        failure -> empty.setText("unknown: " + failure.getMessage()));
    }

    private void columns() {
        table.setId("domains-table");
        table.setFixedCellSize(ROW);
        table.setShowRoot(false);
        table.setPlaceholder(new Label(""));
        List.of(
                        TreeColumn.<DomainRow>words("Domain", 90, DomainRow::name),
                        TreeColumn.<DomainRow>words("Kind", 70, DomainRow::kind),
                        TreeColumn.<DomainRow>words("State", 200, DomainRow::state),
                        TreeColumn.<DomainRow>words("Memory", 160, DomainRow::memory),
                        new TreeColumn<DomainRow>("Page table", 96, this::pageTable),
                        new TreeColumn<DomainRow>("Structure", 156, this::structure))
                .forEach(table.getColumns()::add);
        table.setOnKeyPressed(
                event -> {
                    TreeItem<DomainRow> item = table.getSelectionModel().getSelectedItem();
                    if (event.getCode() == KeyCode.ENTER && item != null) {
                        workbench.navigator().go(item.getValue().where());
                        event.consume();
                    }
                });
    }

    private Node pageTable(DomainRow row) {
        return row.pageTable()
                .<Node>map(
                        place ->
                                new PlaceLink(
                                        workbench,
                                        place,
                                        "MFN 0x%x".formatted(place.address() >>> PAGE_SHIFT)))
                .orElseGet(() -> new Label("—"));
    }

    private Node structure(DomainRow row) {
        return new PlaceLink(workbench, row.where(), "%016x".formatted(row.where().address()));
    }

    private void fill(Found found) {
        switch (found.domains()) {
            case Unknown<List<Domain>> unknown ->
                    empty.setText("Xen's domains were not found: %s.".formatted(unknown.reason()));
            case Known<List<Domain>> known -> {
                TreeItem<DomainRow> root = new TreeItem<>();
                known.fact().forEach(domain -> root.getChildren().add(item(domain, found.cpus())));
                table.setRoot(root);
                empty.setText("");
                int count = known.fact().size();
                says.setText(
                        count == 1
                                ? "dom0 is the only domain."
                                : "%d domains, %s".formatted(count, known.evidence()));
            }
        }
    }

    private static TreeItem<DomainRow> item(Domain domain, List<XenCpu> cpus) {
        TreeItem<DomainRow> item = new TreeItem<>(new DomainRow.OfDomain(domain));
        item.setExpanded(true);
        for (Vcpu vcpu : domain.vcpus()) {
            item.getChildren().add(new TreeItem<>(new DomainRow.OfVcpu(vcpu, on(vcpu, cpus))));
        }
        return item;
    }

    private static String on(Vcpu vcpu, List<XenCpu> cpus) {
        List<String> words = new ArrayList<>();
        for (XenCpu cpu : cpus) {
            if (cpu.current().value().filter(at -> at == vcpu.address()).isPresent()) {
                words.add("on pCPU " + cpu.number());
            } else if (cpu.loaded().value().filter(at -> at == vcpu.address()).isPresent()) {
                words.add("still loaded on pCPU " + cpu.number());
            }
        }
        return String.join(", ", words);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        table.setRoot(null);
    }
}
