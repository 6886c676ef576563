package org.xenoscope.window.tree;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.TextFields;
import org.xenoscope.image.elf.ProgramHeader;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The tree of a dump: headers, notes and spaces, down to single fields. Choosing a node selects
/// its bytes; the caret in the file marks the node that owns its byte.
public final class DumpTree implements View {
    private static final String TASKS = "dom0 tasks";

    private final Workbench workbench;
    private final TreeView<TreeNode> tree = new TreeView<>();
    private final VBox node;
    private final ChangeListener<Place> follow = (_, _, place) -> mark(place);
    private final TextField filter;
    private TreeFacts facts = TreeFacts.NONE;
    private Optional<Part> owner = Optional.empty();
    private boolean filling;

    /// Makes the tree.
    public DumpTree(Workbench workbench) {
        this.workbench = workbench;
        TextField filter = TextFields.createClearableTextField();
        filter.setPromptText("Filter the tree");
        filter.setId("tree-filter");
        filter.getStyleClass().add("filter");
        filter.textProperty().addListener((_, _, text) -> fill(text));
        filter.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
                        filter.clear();
                        event.consume();
                    }
                });
        VBox.setMargin(filter, new javafx.geometry.Insets(8, 10, 4, 10));
        tree.setId("tree");
        tree.setFixedCellSize(24);
        tree.setCellFactory(_ -> new TreeRow(this::soft));
        tree.setContextMenu(menu());
        tree.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        tree.setAccessibleText("Headers, notes and spaces");
        tree.getSelectionModel().selectedItemProperty().addListener((_, _, item) -> chosen(item));
        VBox.setVgrow(tree, Priority.ALWAYS);
        node = new VBox(filter, tree);
        node.getStyleClass().add("panel");
        fill("");
        this.filter = filter;
        workbench
                .jobs()
                .start(
                        "Looking for the spaces",
                        _ -> TreeFacts.spaces(workbench.dump()),
                        this::arrived,
                        _ -> {});
        workbench
                .jobs()
                .start(
                        "Looking for tasks and domains",
                        _ -> TreeFacts.all(workbench.dump()),
                        this::arrived,
                        _ -> {});
        workbench.navigator().placeProperty().addListener(follow);
    }

    private void arrived(TreeFacts found) {
        if (found.tasks().isEmpty() && !facts.tasks().isEmpty()) {
            return;
        }
        facts = found;
        TreeLook look = TreeLook.of(tree);
        fill(filter.getText());
        filling = true;
        try {
            look.apply(tree);
        } finally {
            filling = false;
        }
    }

    @Override
    public void renamed() {
        arrived(new TreeFacts(facts.spaces(), facts.tasks(), TreeFacts.symbols(workbench.dump())));
    }

    private ContextMenu menu() {
        MenuItem go = new MenuItem("Go");
        go.setId("tree-go");
        go.setOnAction(_ -> chosen(tree.getSelectionModel().getSelectedItem()));
        MenuItem value = new MenuItem("Copy value");
        value.setId("tree-copy-value");
        value.setOnAction(_ -> copy(node -> node.detail()));
        MenuItem text = new MenuItem("Copy as text");
        text.setId("tree-copy-text");
        text.setOnAction(_ -> copy(TreeText::of));
        return new ContextMenu(go, value, text);
    }

    private void copy(Function<TreeNode, String> words) {
        TreeItem<TreeNode> item = tree.getSelectionModel().getSelectedItem();
        if (item != null) {
            PlaceLink.copy(words.apply(item.getValue()));
            workbench.desk().say("Copied " + item.getValue().name());
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            chosen(tree.getSelectionModel().getSelectedItem());
        } else if (event.getCode() == KeyCode.C && event.isShortcutDown() && !event.isShiftDown()) {
            copy(TreeText::of);
        } else {
            return;
        }
        event.consume();
    }

    private void fill(String filter) {
        filling = true;
        try {
            String wanted = filter.strip().toLowerCase(Locale.ROOT);
            var image = workbench.dump().image();
            TreeItem<TreeNode> root =
                    new TreeItem<>(
                            new TreeNode.File(
                                    String.valueOf(workbench.dump().path().getFileName()),
                                    image.format().split(" ", -1)[0]
                                            + " · "
                                            + Size.text(image.file().size())));
            for (Part part : workbench.dump().parts()) {
                add(root, part, wanted);
            }
            heading("Spaces", spaces(wanted)).ifPresent(root.getChildren()::add);
            heading("Companions", items(facts.symbols(), wanted))
                    .ifPresent(root.getChildren()::add);
            root.setExpanded(true);
            tree.setRoot(root);
        } finally {
            filling = false;
        }
    }

    private static Optional<TreeItem<TreeNode>> heading(
            String title, List<TreeItem<TreeNode>> below) {
        if (below.isEmpty()) {
            return Optional.empty();
        }
        TreeItem<TreeNode> heading = new TreeItem<>(new TreeNode.Heading(title, ""));
        heading.getChildren().setAll(below);
        heading.setExpanded(true);
        return Optional.of(heading);
    }

    private static List<TreeItem<TreeNode>> items(List<TreeNode> nodes, String wanted) {
        return nodes.stream()
                .filter(node -> node.matches(wanted))
                .<TreeItem<TreeNode>>map(TreeItem::new)
                .toList();
    }

    /// {@return the spaces, dom0's tasks behind dom0 and folded, then the domains'}
    private List<TreeItem<TreeNode>> spaces(String wanted) {
        List<TreeItem<TreeNode>> items = new ArrayList<>(items(facts.spaces(), wanted));
        List<TreeNode> tasks =
                facts.tasks().stream()
                        .filter(task -> wanted.isEmpty() || task.matches(wanted))
                        .toList();
        if (!tasks.isEmpty()) {
            LazyItem below =
                    new LazyItem(new TreeNode.Heading(TASKS, "" + facts.tasks().size()), tasks);
            below.setExpanded(!wanted.isEmpty());
            int dom0 = 0;
            while (dom0 < items.size()
                    && items.get(dom0).getValue() instanceof TreeNode.Memory memory
                    && memory.id().domain() == 0) {
                dom0++;
            }
            items.add(dom0, below);
        }
        return items;
    }

    /// Adds a part if it, a child or a field matches; matches keep their parents.
    private static boolean add(TreeItem<TreeNode> parent, Part part, String wanted) {
        TreeItem<TreeNode> item = new TreeItem<>(new TreeNode.Piece(part));
        boolean own = item.getValue().matches(wanted);
        for (Part child : part.children()) {
            add(item, child, own ? "" : wanted);
        }
        for (var field : part.fields()) {
            TreeNode value = new TreeNode.Value(field);
            if (own || value.matches(wanted)) {
                item.getChildren().add(new TreeItem<>(value));
            }
        }
        boolean filtered = !wanted.isEmpty();
        boolean open = part.fields().isEmpty() && part.children().size() <= 32;
        item.setExpanded(filtered ? !own : open);
        if (own || !item.getChildren().isEmpty()) {
            parent.getChildren().add(item);
            return true;
        }
        return false;
    }

    private void chosen(TreeItem<TreeNode> item) {
        if (item == null || filling) {
            return;
        }
        switch (item.getValue()) {
            case TreeNode.Piece(Part part) ->
                    go(new Location(SpaceId.FILE, part.fileOffset()), part.length());
            case TreeNode.Value(var field) ->
                    go(new Location(SpaceId.FILE, field.fileOffset()), field.length());
            case TreeNode.Memory memory -> arrive(memory.id(), memory.name());
            case TreeNode.Task task -> arrive(task.id(), task.name());
            case TreeNode.Symbols _ -> workbench.desk().show("symbols");
            case TreeNode.File _ -> go(new Location(SpaceId.FILE, 0), 1);
            case TreeNode.Heading _ -> {}
        }
    }

    private void go(Location where, long length) {
        workbench.navigator().go(where, length);
    }

    private void arrive(SpaceId id, String name) {
        workbench
                .jobs()
                .start(
                        "Going to " + name,
                        _ ->
                                new Location(
                                        id,
                                        workbench
                                                .dump()
                                                .spaces()
                                                .get(id)
                                                .nextReadable(0)
                                                .orElse(0)),
                        where -> go(where, 1),
                        _ -> {});
    }

    private void mark(Place place) {
        Optional<Part> found =
                place.location().space().equals(SpaceId.FILE)
                        ? deepest(workbench.dump().parts(), place.location().address())
                        : Optional.empty();
        if (!found.equals(owner)) {
            owner = found;
            tree.refresh();
        }
    }

    /// Unfolds the tree down to the piece that owns the byte of a place, and shows it.
    public void reveal(Place place) {
        mark(place);
        owner.flatMap(part -> find(tree.getRoot(), part)).ifPresent(this::bring);
    }

    private void bring(TreeItem<TreeNode> item) {
        for (TreeItem<TreeNode> up = item.getParent(); up != null; up = up.getParent()) {
            up.setExpanded(true);
        }
        filling = true;
        tree.getSelectionModel().select(item);
        filling = false;
        tree.scrollTo(Math.max(0, tree.getRow(item) - 4));
        tree.requestFocus();
    }

    private static Optional<TreeItem<TreeNode>> find(TreeItem<TreeNode> item, Part part) {
        if (item.getValue() instanceof TreeNode.Piece(Part own) && own.equals(part)) {
            return Optional.of(item);
        }
        for (TreeItem<TreeNode> child : item.getChildren()) {
            Optional<TreeItem<TreeNode>> found = find(child, part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean soft(TreeNode candidate) {
        return candidate instanceof TreeNode.Piece(Part part) && owner.equals(Optional.of(part));
    }

    private static Optional<Part> deepest(List<Part> parts, long offset) {
        for (Part part : parts) {
            if (part.covers(offset)) {
                return deepest(part.children(), offset).or(() -> Optional.of(part));
            }
        }
        return Optional.empty();
    }

    /// {@return the space whose tag a header's row carries}
    static Optional<SpaceId> tag(TreeNode node) {
        return switch (node) {
            case TreeNode.Memory memory -> Optional.of(memory.id());
            case TreeNode.Task task -> Optional.of(task.id());
            case TreeNode.Heading(String name, String _) when name.equals(TASKS) ->
                    Optional.of(new SpaceId(SpaceId.Kind.TASK, 0, 1));
            case TreeNode.Piece(Part part) when part.name().startsWith("#") ->
                    Optional.of(
                            part.fields().getFirst().value() == ProgramHeader.PT_LOAD
                                    ? SpaceId.MACHINE
                                    : SpaceId.FILE);
            default -> Optional.empty();
        };
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(follow);
    }
}
