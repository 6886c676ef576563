package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import org.xenoscope.place.Location;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceView;
import org.xenoscope.window.View;
import org.xenoscope.window.ViewKind;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.state.DumpState;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tabs in the centre. The overview is first and stays; others close, come again, and move by
/// drag. Of a kind that may stand in several tabs, the one shown last follows the navigator unless
/// it is pinned; a view of places that stands alone follows while it is in front.
final class CentreTabs {
    private final Workbench workbench;
    private final TabPane pane = new TabPane();
    private final Node node = new PlusButton(pane, this::openable);
    private final ClosedTabs closed = new ClosedTabs();
    private final Map<String, String> lacking = new HashMap<>();
    private final Map<String, Integer> opened = new HashMap<>();
    private Optional<OpenTab> memory = Optional.empty();
    private boolean arriving;

    CentreTabs(Workbench workbench) {
        this.workbench = workbench;
        pane.setId("tabs");
        pane.setTabClosingPolicy(TabPane.TabClosingPolicy.SELECTED_TAB);
        pane.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
        pane.getSelectionModel().selectedItemProperty().addListener((_, _, tab) -> selected(tab));
        pane.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        kinds().stream().filter(ViewKind::atStart).forEach(this::add);
        askWhatLacks();
    }

    Node node() {
        return node;
    }

    private List<ViewKind> kinds() {
        return workbench.desk().kinds();
    }

    private Optional<ViewKind> kind(String id) {
        return kinds().stream().filter(kind -> kind.id().equals(id)).findFirst();
    }

    private void askWhatLacks() {
        workbench
                .jobs()
                .start(
                        "Looking which views the dump fills",
                        _ -> {
                            Map<String, String> why = new HashMap<>();
                            for (ViewKind kind : kinds()) {
                                kind.lacks()
                                        .apply(workbench.dump())
                                        .ifPresent(words -> why.put(kind.id(), words));
                            }
                            return why;
                        },
                        lacking::putAll,
                        _ -> {});
    }

    /// {@return menu items for the tabs that can be opened now}
    private List<MenuItem> openable() {
        return kinds().stream()
                .filter(
                        kind ->
                                kind.several()
                                        || tabs().stream().noneMatch(tab -> tab.is(kind.id())))
                .map(this::openItem)
                .toList();
    }

    private MenuItem openItem(ViewKind kind) {
        String lacks = lacking.getOrDefault(kind.id(), "");
        String title = kind.title() + (lacks.isEmpty() ? "" : "   " + lacks);
        MenuItem item = new MenuItem(title, kind.icon().node());
        item.setId("open-" + kind.id());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> open(kind));
        return item;
    }

    private void open(ViewKind kind) {
        if (kind.id().equals(ViewKinds.MEMORY)) {
            newMemory();
        } else {
            show(kind.id());
        }
    }

    /// {@return the open tabs, to be remembered}
    List<DumpState.TabState> states() {
        return tabs().stream().map(OpenTab::state).toList();
    }

    /// {@return the index of the tab in front}
    int frontIndex() {
        return pane.getSelectionModel().getSelectedIndex();
    }

    /// Opens tabs as they were when the dump was closed, and no others.
    void restore(List<DumpState.TabState> states, int front) {
        if (states.isEmpty()) {
            return;
        }
        for (OpenTab tab : tabs()) {
            if (tab.isClosable() && states.stream().noneMatch(state -> tab.is(state.kind()))) {
                pane.getTabs().remove(tab);
                dispose(tab);
            }
        }
        for (DumpState.TabState state : states) {
            restore(state);
        }
        nth(front);
    }

    private void restore(DumpState.TabState state) {
        Optional<Location> where = parse(state.location());
        Optional<OpenTab> free =
                tabs().stream()
                        .filter(tab -> tab.is(state.kind()) && tab.made().isEmpty())
                        .findFirst();
        Optional<OpenTab> tab = free.or(() -> kind(state.kind()).map(this::add));
        tab.ifPresent(
                opened -> {
                    opened.look(state.look());
                    if (where.isPresent()) {
                        select(opened);
                        workbench.navigator().goIn(opened.getId(), where.get(), state.length());
                    }
                    if (state.pinned()) {
                        pin(opened);
                    }
                });
    }

    private static Optional<Location> parse(String text) {
        try {
            return Optional.of(Location.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Brings a tab of a kind to the front, and opens it if there is none.
    void show(String id) {
        if (id.equals(ViewKinds.MEMORY)) {
            select(followingMemory());
            return;
        }
        Optional<OpenTab> there = tabs().stream().filter(tab -> tab.is(id)).findFirst();
        there.or(() -> kind(id).map(this::add)).ifPresent(this::select);
    }

    /// Brings a tab of a kind to the front and puts a question to its view.
    void ask(String id, String question) {
        show(id);
        selected().filter(tab -> tab.is(id)).ifPresent(tab -> tab.view().ask(question));
    }

    /// The person has gone to a place: brings forward what shows it.
    void come(Place place) {
        arriving = true;
        try {
            switch (place.arrival()) {
                case MOVE -> {}
                case JUMP -> select(destination(place));
                case NEW_TAB -> kind(ViewKinds.MEMORY).map(this::add).ifPresent(this::select);
                case RETURN -> select(byId(place.tab()).orElseGet(this::followingMemory));
            }
        } finally {
            arriving = false;
        }
        selected().ifPresent(tab -> workbench.navigator().shownIn(tab.getId()));
    }

    /// {@return the tab that shows a jump: one of the wanted kind, or the one in front if it takes
    /// it, else memory}
    private OpenTab destination(Place place) {
        if (!place.tab().isEmpty() && !place.tab().equals(ViewKinds.MEMORY)) {
            return byId(place.tab())
                    .or(() -> tabs().stream().filter(tab -> tab.is(place.tab())).findFirst())
                    .or(() -> kind(place.tab()).map(this::add))
                    .orElseGet(this::followingMemory);
        }
        return selected()
                .filter(OpenTab::mayFollow)
                .filter(tab -> tab.places().orElseThrow().takes(place.location()))
                .orElseGet(this::followingMemory);
    }

    /// {@return the memory that follows the navigator}
    Optional<MemoryView> memory() {
        return memory.flatMap(OpenTab::places)
                .filter(MemoryView.class::isInstance)
                .map(MemoryView.class::cast);
    }

    /// {@return the command that prints what the view in front shows, if there is one}
    Optional<String> command() {
        return selected().flatMap(OpenTab::made).flatMap(View::command);
    }

    /// {@return every view that was made}
    List<View> views() {
        return tabs().stream().flatMap(tab -> tab.made().stream()).toList();
    }

    private OpenTab followingMemory() {
        return memory.or(() -> tabs().stream().filter(CentreTabs::freeMemory).findFirst())
                .or(() -> kind(ViewKinds.MEMORY).map(this::add))
                .orElseThrow();
    }

    private static boolean freeMemory(OpenTab tab) {
        return tab.is(ViewKinds.MEMORY) && !tab.pinned();
    }

    private Optional<OpenTab> byId(String id) {
        return tabs().stream().filter(tab -> id.equals(tab.getId())).findFirst();
    }

    private List<OpenTab> tabs() {
        return pane.getTabs().stream().map(OpenTab.class::cast).toList();
    }

    private Optional<OpenTab> selected() {
        return Optional.ofNullable((OpenTab) pane.getSelectionModel().getSelectedItem());
    }

    private void select(OpenTab tab) {
        pane.getSelectionModel().select(tab);
        tab.view();
        follow(tab);
    }

    private OpenTab add(ViewKind kind) {
        int number = opened.merge(kind.id(), 1, Integer::sum);
        OpenTab tab =
                new OpenTab(kind, number == 1 ? kind.id() : kind.id() + "-" + number, workbench);
        tab.setClosable(!tab.is(ViewKinds.OVERVIEW));
        tab.setOnClosed(_ -> closed(tab));
        tab.setContextMenu(menu(tab));
        int after = pane.getSelectionModel().getSelectedIndex();
        pane.getTabs().add(number > 1 && kind.several() ? after + 1 : pane.getTabs().size(), tab);
        return tab;
    }

    private ContextMenu menu(OpenTab tab) {
        MenuItem close = new MenuItem("Close");
        close.setOnAction(_ -> close(tab));
        close.setDisable(!tab.isClosable());
        MenuItem others = new MenuItem("Close the others");
        others.setOnAction(_ -> tabs().stream().filter(one -> one != tab).forEach(this::close));
        ContextMenu menu = new ContextMenu(close, others);
        if (tab.kind().several() || tab.kind().forPlace()) {
            MenuItem pin = new MenuItem("Pin or unpin");
            pin.setOnAction(_ -> pin(tab));
            menu.getItems().add(pin);
        }
        if (tab.is(ViewKinds.MEMORY)) {
            MenuItem another = new MenuItem("New memory tab here");
            another.setOnAction(_ -> newMemory());
            menu.getItems().add(another);
        }
        return menu;
    }

    /// Opens one more tab of memory at the person's place.
    void newMemory() {
        Navigator navigator = workbench.navigator();
        navigator.goInNewTab(navigator.place().location(), navigator.place().length());
    }

    /// Pins the view in front, so that it keeps its place, or lets it follow again.
    void pin() {
        selected().filter(tab -> tab.places().isPresent()).ifPresent(this::pin);
    }

    private void pin(OpenTab tab) {
        tab.view();
        tab.pin(!tab.pinned());
        if (tab.pinned()) {
            memory = memory.filter(other -> other != tab);
        }
        selected().ifPresent(this::follow);
    }

    /// Closes the tab in front, if it can be closed.
    void close() {
        selected().ifPresent(this::close);
    }

    private void close(OpenTab tab) {
        if (tab.isClosable() && pane.getTabs().remove(tab)) {
            closed(tab);
        }
    }

    private void closed(OpenTab tab) {
        Place place = tab.places().map(PlaceView::place).orElseGet(workbench.navigator()::place);
        closed.add(new ClosedTabs.Closed(tab.kind().id(), place, tab.state().look()));
        dispose(tab);
        selected().ifPresent(this::follow);
    }

    private void dispose(OpenTab tab) {
        memory = memory.filter(other -> other != tab);
        tab.made().ifPresent(View::close);
    }

    /// Opens the tab again that was closed last.
    void reopen() {
        closed.take()
                .ifPresent(
                        last -> {
                            if (last.kind().equals(ViewKinds.MEMORY)) {
                                workbench
                                        .navigator()
                                        .goInNewTab(last.place().location(), last.place().length());
                            } else {
                                show(last.kind());
                            }
                            selected().ifPresent(tab -> tab.look(last.look()));
                        });
    }

    /// Goes to the tab so many further, round the end.
    void step(int distance) {
        int count = pane.getTabs().size();
        int index = pane.getSelectionModel().getSelectedIndex();
        pane.getSelectionModel().select(Math.floorMod(index + distance, count));
    }

    /// Goes to a tab by its index from 0, if there is one.
    void nth(int index) {
        if (index < pane.getTabs().size()) {
            pane.getSelectionModel().select(index);
        }
    }

    private void selected(Tab tab) {
        if (tab instanceof OpenTab open) {
            open.view();
            if (!arriving) {
                follow(open);
                if (freeMemory(open)) {
                    open.places().ifPresent(view -> goWhere(open, view));
                }
                workbench.navigator().shownIn(open.getId());
            }
        }
    }

    /// The person has chosen another memory: its place is theirs now.
    private void goWhere(OpenTab tab, PlaceView chosen) {
        Place shown = chosen.place();
        Place here = workbench.navigator().place();
        if (!shown.location().equals(here.location()) || shown.length() != here.length()) {
            workbench.navigator().goIn(tab.getId(), shown.location(), shown.length());
        }
    }

    /// The tab in front follows the navigator if it may; of several memories the one before goes on
    /// to.
    private void follow(OpenTab front) {
        if (freeMemory(front)) {
            memory = Optional.of(front);
        }
        workbench.navigator().sees(workbench.navigator().place().location(), 0);
        for (OpenTab tab : tabs()) {
            boolean follows =
                    tab.is(ViewKinds.MEMORY)
                            ? memory.filter(other -> other == tab).isPresent()
                            : tab.mayFollow() && tab == front;
            tab.places().ifPresent(view -> view.following(follows, tab == front));
        }
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.MIDDLE) {
            return;
        }
        Node node = event.getTarget() instanceof Node hit ? hit : null;
        while (node != null && !node.getStyleClass().contains("tab")) {
            node = node.getParent();
        }
        if (node != null) {
            String id = node.getId();
            byId(id == null ? "" : id).ifPresent(this::close);
            event.consume();
        }
    }
}
