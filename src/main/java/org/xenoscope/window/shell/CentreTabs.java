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
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.memory.MemoryView;
import org.xenoscope.window.state.DumpState;
import org.xenoscope.window.theme.Icon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The tabs in the centre. The overview is first and stays; others close, come again, and move by
/// drag. There may be several tabs of memory: the one shown last follows the navigator unless it is
/// pinned.
final class CentreTabs {
    private static final String MEMORY = "memory";
    private static final int CLOSED_KEPT = 20;

    private final Workbench workbench;
    private final TabPane pane = new TabPane();
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Deque<Closed> closed = new ArrayDeque<>();
    private Optional<OpenTab> following = Optional.empty();
    private boolean arriving;
    private int memories;

    /// A kind of tab that a person can open.
    private record Kind(String title, Supplier<View> maker) {}

    /// A tab that was closed, to come again.
    private record Closed(String kind, Place place) {}

    /// A tab and its view.
    private static final class OpenTab extends Tab {
        final String kind;
        final View view;
        boolean pinned;

        OpenTab(String kind, String id, String title, View view) {
            super(title, view.node());
            setId("tab-" + id);
            this.kind = kind;
            this.view = view;
        }

        Optional<MemoryView> memory() {
            return view instanceof MemoryView memory ? Optional.of(memory) : Optional.empty();
        }
    }

    CentreTabs(Workbench workbench) {
        this.workbench = workbench;
        pane.setId("tabs");
        pane.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
        pane.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
        pane.getSelectionModel().selectedItemProperty().addListener((_, _, tab) -> selected(tab));
        pane.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
    }

    Node node() {
        return new PlusButton(pane, this::openable);
    }

    /// {@return menu items for the tabs that can be opened now}
    private List<MenuItem> openable() {
        return kinds.entrySet().stream()
                .filter(
                        entry ->
                                entry.getKey().equals(MEMORY)
                                        || tabs().stream()
                                                .noneMatch(tab -> tab.kind.equals(entry.getKey())))
                .map(entry -> openItem(entry.getKey(), entry.getValue().title()))
                .toList();
    }

    private MenuItem openItem(String name, String title) {
        MenuItem item = new MenuItem(title);
        item.setId("open-" + name);
        item.setOnAction(
                _ -> {
                    if (name.equals(MEMORY)) {
                        newMemory();
                    } else {
                        show(name);
                    }
                });
        return item;
    }

    /// Adds a kind of tab. There is one of each at most, except of memory.
    void kind(String name, String title, Supplier<View> maker) {
        kinds.put(name, new Kind(title, maker));
    }

    /// {@return the open tabs, to be remembered}
    List<DumpState.TabState> states() {
        return tabs().stream().map(CentreTabs::state).toList();
    }

    private static DumpState.TabState state(OpenTab tab) {
        return tab.memory()
                .map(MemoryView::place)
                .map(
                        place ->
                                new DumpState.TabState(
                                        tab.kind,
                                        place.location().toString(),
                                        place.length(),
                                        tab.pinned))
                .orElseGet(() -> new DumpState.TabState(tab.kind, "", 1, false));
    }

    /// {@return the index of the tab in front}
    int frontIndex() {
        return pane.getSelectionModel().getSelectedIndex();
    }

    /// Opens tabs as they were when the dump was closed.
    void restore(List<DumpState.TabState> states, int front) {
        for (DumpState.TabState state : states) {
            boolean memory = state.kind().equals(MEMORY);
            if (memory && memories > 0) {
                parse(state.location())
                        .ifPresent(
                                where -> workbench.navigator().goInNewTab(where, state.length()));
            } else {
                show(state.kind());
                if (memory) {
                    parse(state.location())
                            .ifPresent(where -> workbench.navigator().go(where, state.length()));
                }
            }
            if (state.pinned()) {
                pin();
            }
        }
        nth(front);
    }

    private static Optional<Location> parse(String text) {
        try {
            return Optional.of(Location.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Brings a tab of a kind to the front, and opens it if there is none.
    void show(String kind) {
        if (kind.equals(MEMORY)) {
            select(followingMemory());
            return;
        }
        Optional<OpenTab> there = tabs().stream().filter(tab -> tab.kind.equals(kind)).findFirst();
        there.or(() -> add(kind)).ifPresent(this::select);
    }

    /// The person has gone to a place: brings forward what shows it.
    void come(Place place) {
        arriving = true;
        try {
            switch (place.arrival()) {
                case MOVE -> {}
                case JUMP -> select(followingMemory());
                case NEW_TAB -> add(MEMORY).ifPresent(this::select);
                case RETURN -> select(byId(place.tab()).orElseGet(this::followingMemory));
            }
        } finally {
            arriving = false;
        }
        selected().ifPresent(tab -> workbench.navigator().shownIn(tab.getId()));
    }

    /// {@return the memory that follows the navigator}
    Optional<MemoryView> memory() {
        return following.flatMap(OpenTab::memory);
    }

    /// {@return every view}
    List<View> views() {
        return tabs().stream().map(tab -> tab.view).toList();
    }

    private OpenTab followingMemory() {
        return following
                .or(() -> tabs().stream().filter(CentreTabs::mayFollow).findFirst())
                .or(() -> add(MEMORY))
                .orElseThrow();
    }

    private static boolean mayFollow(OpenTab tab) {
        return tab.memory().isPresent() && !tab.pinned;
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
        follow(tab);
    }

    private Optional<OpenTab> add(String name) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            return Optional.empty();
        }
        boolean memory = name.equals(MEMORY);
        memories += memory ? 1 : 0;
        String id = memory && memories > 1 ? name + "-" + memories : name;
        OpenTab tab = new OpenTab(name, id, kind.title(), kind.maker().get());
        tab.setClosable(!name.equals("overview"));
        tab.setOnClosed(_ -> closed(tab));
        tab.setContextMenu(menu(tab));
        int after = pane.getSelectionModel().getSelectedIndex();
        pane.getTabs().add(memory && memories > 1 ? after + 1 : pane.getTabs().size(), tab);
        return Optional.of(tab);
    }

    private ContextMenu menu(OpenTab tab) {
        MenuItem close = new MenuItem("Close");
        close.setOnAction(_ -> close(tab));
        close.setDisable(!tab.isClosable());
        ContextMenu menu = new ContextMenu(close);
        if (tab.memory().isPresent()) {
            MenuItem pin = new MenuItem("Pin or unpin");
            pin.setOnAction(_ -> pin(tab));
            MenuItem another = new MenuItem("New memory tab here");
            another.setOnAction(_ -> newMemory());
            menu.getItems().addAll(pin, another);
        }
        return menu;
    }

    /// Opens one more tab of memory at the person's place.
    void newMemory() {
        Navigator navigator = workbench.navigator();
        navigator.goInNewTab(navigator.place().location(), navigator.place().length());
    }

    /// Pins the memory in front, so that it keeps its place, or lets it follow again.
    void pin() {
        selected().filter(tab -> tab.memory().isPresent()).ifPresent(this::pin);
    }

    private void pin(OpenTab tab) {
        tab.pinned = !tab.pinned;
        tab.setGraphic(tab.pinned ? Icon.PIN.node() : null);
        tab.getStyleClass().remove("pinned");
        if (tab.pinned) {
            tab.getStyleClass().add("pinned");
        }
        if (tab.pinned) {
            following = following.filter(other -> other != tab);
        }
        follow(tab);
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
        Place place = tab.memory().map(MemoryView::place).orElseGet(workbench.navigator()::place);
        closed.push(new Closed(tab.kind, place));
        if (closed.size() > CLOSED_KEPT) {
            closed.removeLast();
        }
        following = following.filter(other -> other != tab);
        tab.view.close();
        selected().ifPresent(this::follow);
    }

    /// Opens the tab again that was closed last.
    void reopen() {
        if (closed.isEmpty()) {
            return;
        }
        Closed last = closed.pop();
        if (last.kind().equals(MEMORY)) {
            workbench.navigator().goInNewTab(last.place().location(), last.place().length());
        } else {
            show(last.kind());
        }
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
        if (tab instanceof OpenTab open && !arriving) {
            follow(open);
            open.memory().filter(_ -> mayFollow(open)).ifPresent(this::goWhere);
            workbench.navigator().shownIn(open.getId());
        }
    }

    /// The person has chosen another memory: its place is theirs now.
    private void goWhere(MemoryView memory) {
        Place shown = memory.place();
        Place here = workbench.navigator().place();
        if (!shown.location().equals(here.location()) || shown.length() != here.length()) {
            workbench.navigator().go(shown.location(), shown.length());
        }
    }

    /// The tab in front follows the navigator if it may; else the one before goes on to.
    private void follow(OpenTab front) {
        if (mayFollow(front)) {
            following = Optional.of(front);
        }
        workbench.navigator().sees(workbench.navigator().place().location(), 0);
        for (OpenTab tab : tabs()) {
            boolean follows = following.filter(other -> other == tab).isPresent();
            tab.memory().ifPresent(memory -> memory.following(follows, tab == front));
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
