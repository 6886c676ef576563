package org.xenoscope.window.text;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.fxmisc.richtext.model.ReadOnlyStyledDocument;
import org.fxmisc.richtext.model.ReadOnlyStyledDocumentBuilder;
import org.fxmisc.richtext.model.SegmentOps;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.fxmisc.richtext.util.UndoUtils;
import org.xenoscope.place.Location;
import org.xenoscope.window.PlaceMenu;
import org.xenoscope.window.Workbench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Lines of text to read: styles, links, selection over lines, find. Nothing can be typed into it.
/// It carries {@link #MOST_LINES} lines well; of more, the one who shows them says so.
public final class TextView {
    /// Lines it carries well.
    public static final int MOST_LINES = 100_000;

    private final Workbench workbench;
    private final StyleClassedTextArea area = new StyleClassedTextArea(false);
    private final StackPane node = new StackPane(new VirtualizedScrollPane<>(area));
    private List<TextLine> lines = List.of();

    /// A document that can be shown; made on any thread.
    ///
    /// @param lines its lines
    public record Document(
            List<TextLine> lines,
            ReadOnlyStyledDocument<Collection<String>, String, Collection<String>> styled) {
        /// {@return the document of lines, at most {@link TextView#MOST_LINES} of them}
        public static Document of(List<TextLine> lines) {
            List<TextLine> kept = List.copyOf(lines.subList(0, Math.min(MOST_LINES, lines.size())));
            var builder =
                    new ReadOnlyStyledDocumentBuilder<
                            Collection<String>, String, Collection<String>>(
                            SegmentOps.styledTextOps(), Collections.emptyList());
            for (TextLine line : kept) {
                var spans = new StyleSpansBuilder<Collection<String>>();
                line.spans().forEach(span -> spans.add(styles(span), span.text().length()));
                if (line.spans().isEmpty()) {
                    spans.add(List.of(), 0);
                }
                builder.addParagraph(line.text(), spans.create());
            }
            if (kept.isEmpty()) {
                builder.addParagraph("", Collections.emptyList());
            }
            return new Document(kept, builder.build());
        }

        private static List<String> styles(TextLine.Span span) {
            return Arrays.stream(span.style().split(" ", -1))
                    .filter(word -> !word.isEmpty())
                    .map(word -> "text-" + word)
                    .toList();
        }
    }

    /// Makes an empty view.
    ///
    /// @param id for tests
    /// @param name what it is, as a screen reader should say it
    public TextView(Workbench workbench, String id, String name) {
        this.workbench = workbench;
        area.setId(id);
        area.setEditable(false);
        area.setUndoManager(UndoUtils.noOpUndoManager());
        area.getStyleClass().add("text-view");
        area.setAccessibleRole(AccessibleRole.TEXT_AREA);
        area.setAccessibleText(name);
        area.setShowCaret(org.fxmisc.richtext.Caret.CaretVisibility.ON);
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        area.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        area.setOnContextMenuRequested(
                event ->
                        linkAt(area.hit(event.getX(), event.getY()).getInsertionIndex())
                                .ifPresent(
                                        place -> {
                                            PlaceMenu.of(workbench, place)
                                                    .show(
                                                            area,
                                                            event.getScreenX(),
                                                            event.getScreenY());
                                            event.consume();
                                        }));
    }

    /// {@return its node}
    public Node node() {
        return node;
    }

    /// {@return what gets the keyboard}
    public Node focus() {
        return area;
    }

    /// Ends it. The area listens to a timer that all areas share, which would keep it and the whole
    /// window behind it.
    public void close() {
        area.dispose();
    }

    /// {@return the lines that are shown}
    public List<TextLine> lines() {
        return lines;
    }

    /// Whether long lines go on in the next row.
    public void wrap(boolean wanted) {
        area.setWrapText(wanted);
    }

    /// Shows a document from its beginning.
    public void show(Document document) {
        lines = document.lines();
        area.replace(document.styled());
        area.moveTo(0);
        area.showParagraphAtTop(0);
    }

    /// Shows the last lines.
    public void end() {
        area.moveTo(area.getLength());
        area.showParagraphAtBottom(Math.max(0, lines.size() - 1));
    }

    /// Puts the caret on a line and shows it.
    ///
    /// @param line from 0; others do nothing
    public void line(int line) {
        if (line >= 0 && line < area.getParagraphs().size()) {
            area.moveTo(line, 0);
            area.requestFollowCaret();
        }
    }

    /// {@return the line of the caret, from 0}
    public int caretLine() {
        return area.getCurrentParagraph();
    }

    /// Selects the next place where a text stands, of any case, round the end. {@return whether
    /// there is one}
    public boolean find(String text, boolean forward) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int count = lines.size();
        if (wanted.isEmpty() || count == 0) {
            return false;
        }
        int line = Math.min(area.getCurrentParagraph(), count - 1);
        int column =
                forward
                        ? area.getCaretColumn()
                        : area.getCaretColumn() - area.getSelectedText().length() - 1;
        for (int i = 0; i <= count; i++) {
            int at =
                    column(
                            lines.get(line).text().toLowerCase(Locale.ROOT),
                            wanted,
                            column,
                            forward);
            if (at >= 0) {
                area.selectRange(line, at, line, at + wanted.length());
                area.requestFollowCaret();
                return true;
            }
            line = Math.floorMod(line + (forward ? 1 : -1), count);
            column = forward ? 0 : Integer.MAX_VALUE;
        }
        return false;
    }

    private static int column(String line, String wanted, int from, boolean forward) {
        if (forward) {
            return line.indexOf(wanted, from);
        }
        return from < 0 ? -1 : line.lastIndexOf(wanted, from);
    }

    private Optional<Location> linkAt(int index) {
        var position =
                area.offsetToPosition(index, org.fxmisc.richtext.model.TwoDimensional.Bias.Forward);
        return position.getMajor() < lines.size()
                ? lines.get(position.getMajor()).linkAt(position.getMinor())
                : Optional.empty();
    }

    private void clicked(MouseEvent event) {
        boolean primary = event.getButton() == MouseButton.PRIMARY;
        boolean middle = event.getButton() == MouseButton.MIDDLE;
        if (!event.isStillSincePress() || event.getClickCount() != 1 || !(primary || middle)) {
            return;
        }
        var hit = area.hit(event.getX(), event.getY()).getCharacterIndex();
        if (hit.isPresent()) {
            linkAt(hit.getAsInt()).ifPresent(place -> go(place, middle || event.isShortcutDown()));
        }
    }

    private void go(Location place, boolean newTab) {
        if (newTab) {
            workbench.navigator().goInNewTab(place, 1);
        } else {
            workbench.navigator().go(place);
        }
    }

    /// Enter follows the link at the caret; Tab leaves, as in every other control.
    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            linkAt(area.getCaretPosition()).ifPresent(place -> go(place, event.isShortcutDown()));
            event.consume();
        } else if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
            area.requestFocusTraversal(
                    event.isShiftDown()
                            ? javafx.scene.TraversalDirection.PREVIOUS
                            : javafx.scene.TraversalDirection.NEXT);
            event.consume();
        }
    }
}
