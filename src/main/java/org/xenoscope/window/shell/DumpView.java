package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.stage.Stage;

import org.xenoscope.dump.Destination;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Action;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.PlaceMenu;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.cpu.CpuPanel;
import org.xenoscope.window.memory.InspectorView;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.state.DumpState;
import org.xenoscope.window.tree.DumpTree;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The views of an open dump, and what the window's actions ask of them.
final class DumpView {
    private final Workbench workbench;
    private final CentreTabs tabs;
    private final DumpTree tree;
    private final InspectorView inspector;
    private final CpuPanel cpus;
    private final AddressBar address;
    private final Panels panels;
    private final Bars bars = new Bars();
    private Optional<FileWatch> watch = Optional.empty();
    private Optional<Bars.Bar> lost = Optional.empty();
    private final FindingsButton findings;
    private final ChangeListener<Place> follow = (_, _, place) -> come(place);
    private final DumpSearch search;
    private List<Choice> choices = List.of();

    /// @param say tells the person something for a while
    DumpView(Workbench workbench, Stage stage, Zoom zoom, Consumer<String> say) {
        this.workbench = workbench;
        tabs = new CentreTabs(workbench);
        workbench.desk().serve(tabs::show, say, this::explain);
        workbench.desk().serveQuestions(tabs::ask);
        search = new DumpSearch(workbench, () -> choices);
        workbench.navigator().placeProperty().addListener(follow);
        tree = new DumpTree(workbench);
        inspector = new InspectorView(workbench);
        cpus = new CpuPanel(workbench, () -> tabs.show(ViewKinds.CPUS));
        address = new AddressBar(workbench, search);
        panels =
                new Panels(
                        zoom,
                        tree.node(),
                        inspector,
                        bars.over(tabs.node()),
                        cpus,
                        () -> tabs.show(ViewKinds.CPUS));
        tabs.show(ViewKinds.OVERVIEW);
        findings = new FindingsButton(workbench, bars);
        readChoices();
        stage.setOnShown(_ -> panels.arrange());
    }

    /// {@return where a person is who has just opened a dump}
    static Location start(Dump dump) {
        return new Location(SpaceId.FILE, 0);
    }

    /// {@return the name of a dump in the title}
    static String title(Dump dump) {
        return Sample.is(dump.path()) ? "sample" : String.valueOf(dump.path().getFileName());
    }

    private void readChoices() {
        workbench
                .jobs()
                .start(
                        "Reading the places",
                        _ -> Choices.of(workbench.dump()),
                        found -> choices = found,
                        _ -> {});
        // so that the first name a person types is found at once
        workbench.jobs().start("Reading the symbols", _ -> search.names(), _ -> {}, _ -> {});
    }

    /// {@return what looks through the dump for what a person types}
    DumpSearch search() {
        return search;
    }

    Workbench workbench() {
        return workbench;
    }

    Node node() {
        return panels.node();
    }

    /// {@return what concerns the whole dump, above the views}
    Bars bars() {
        return bars;
    }

    /// Begins to watch whether the dump's file stays readable.
    void watch() {
        Dump dump = workbench.dump();
        FileWatch clock = new FileWatch(dump.path(), dump.image().file().size(), this::fileChanged);
        watch = Optional.of(clock);
    }

    private void fileChanged(Optional<String> problem) {
        lost.ifPresent(bars::remove);
        lost =
                problem.map(
                        sentence ->
                                new Bars.Bar(
                                        Severity.ERROR,
                                        sentence,
                                        Optional.of(
                                                new Bars.Offer(
                                                        "Retry",
                                                        () -> watch.ifPresent(FileWatch::again)))));
        lost.ifPresent(bars::add);
        if (problem.isEmpty()) {
            workbench.desk().say("The file is readable again.");
        }
    }

    Panels panels() {
        return panels;
    }

    Navigator navigator() {
        return workbench.navigator();
    }

    CentreTabs tabs() {
        return tabs;
    }

    ToolRow toolbar(List<Action> actions) {
        return ToolRow.of(actions, this, address, findings);
    }

    /// Shows a tab by the id of its kind.
    void showTab(String name) {
        tabs.show(name);
    }

    private void come(Place place) {
        tabs.come(place);
    }

    /// Goes where a text leads that a person typed outside of the window, or says why not.
    void goTo(String text) {
        Location from = navigator().place().location();
        workbench
                .jobs()
                .ask(
                        "Reading the address",
                        _ -> workbench.dump().destination(text, from),
                        answer -> {
                            switch (answer) {
                                case Destination.Goes goes ->
                                        navigator().go(goes.location(), goes.length());
                                case Destination.Refused refused ->
                                        bars.add(Bars.Bar.of(Severity.WARNING, refused.sentence()));
                            }
                        },
                        _ -> {});
    }

    /// Takes files of symbols: those that belong to the dump are used at once.
    ///
    /// @param then done when all were read
    void use(List<Path> files, Runnable then) {
        if (files.isEmpty()) {
            then.run();
            return;
        }
        Path file = files.getFirst();
        Runnable next = () -> use(files.subList(1, files.size()), then);
        workbench
                .jobs()
                .start(
                        "Reading " + file.getFileName(),
                        _ -> workbench.dump().use(file),
                        space -> {
                            named(file, space);
                            next.run();
                        },
                        failure -> {
                            bars.add(Bars.Bar.of(Severity.WARNING, failure.getMessage() + "."));
                            next.run();
                        });
    }

    private void named(Path file, SpaceId space) {
        workbench
                .desk()
                .say(
                        "%s: symbols of %s, in use."
                                .formatted(
                                        file.getFileName(),
                                        space.equals(SpaceId.XEN) ? "Xen" : "dom0's kernel"));
        tabs.views().forEach(View::renamed);
        List.of(tree, inspector, cpus).forEach(View::renamed);
        address.renamed();
    }

    private void explain(Location place) {
        navigator().goIn(ViewKinds.MEMORY, place, 1);
        tabs.memory().ifPresent(MemoryView::explain);
    }

    /// Shows the trail of the byte at the caret.
    void explain() {
        tabs.show(ViewKinds.MEMORY);
        tabs.memory().ifPresent(MemoryView::explain);
    }

    void focusAddress() {
        address.focus();
    }

    /// Gives the keyboard to the address field and starts it with a text.
    void typeAddress(String text) {
        address.type(text);
    }

    void copyAddress() {
        String words = navigator().place().location().toString();
        PlaceLink.copy(words);
        workbench.desk().say("Copied " + words);
    }

    void revealInTree() {
        if (panels.treeFolded()) {
            panels.foldTree();
        }
        tree.reveal(navigator().place());
    }

    void sameByte(boolean forward) {
        tabs.memory().ifPresent(memory -> memory.sameByte(forward));
    }

    /// Goes to the place of the next finding, or of the one before.
    void finding(boolean forward) {
        findings.step(forward);
    }

    /// Copies the command that prints what the view in front shows.
    void copyCommand() {
        String command = tabs.command().orElse("xenoscope report " + PlaceMenu.quoted(dumpPath()));
        PlaceLink.copy(command);
        workbench.desk().say("Copied " + command);
    }

    private String dumpPath() {
        return workbench.dump().path().toString();
    }

    /// Gives the keyboard to the next area, or to the one before: tree, inspector, centre, strip,
    /// CPU panel.
    void area(boolean forward) {
        Areas.step(List.of(tree.node(), inspector.node(), tabs.node(), cpus.node()), forward);
    }

    void switchCpus() {
        workbench.cpu().switchSide();
    }

    /// Puts the registers of both sides beside each other, in the CPUs tab; again, takes them
    /// apart.
    void compareCpus() {
        var comparing = workbench.cpu().comparingProperty();
        comparing.set(!comparing.get());
        tabs.show(ViewKinds.CPUS);
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
        panels.arrange();
        restyle();
    }

    /// The theme has changed: what paints itself paints again.
    void restyle() {
        node().applyCss();
        panels.node().getParent().requestLayout();
        tabs.views().forEach(View::restyle);
    }

    void close() {
        navigator().placeProperty().removeListener(follow);
        tabs.views().forEach(View::close);
        List.of(tree, inspector, cpus).forEach(View::close);
        address.close();
        watch.ifPresent(FileWatch::close);
        findings.close();
        PlaceLink.hideHover();
        workbench.dump().close();
    }
}
