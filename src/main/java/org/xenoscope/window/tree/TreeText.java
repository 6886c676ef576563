package org.xenoscope.window.tree;

import org.xenoscope.place.Field;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;

/// A node of the tree and all below it as lines of text, indented as they are nested.
final class TreeText {
    private static final int DEEPEST = 32;
    private static final String STEP = "  ";

    private TreeText() {}

    /// {@return the lines of a node}
    static String of(TreeNode node) {
        StringBuilder out = new StringBuilder();
        switch (node) {
            case TreeNode.Piece(Part part) -> part(out, part, 0);
            case TreeNode.Value(Field field) -> field(out, field, 0);
            case TreeNode.File(String name, String detail) -> line(out, 0, name, detail);
            case TreeNode.Heading(String name, String detail) -> line(out, 0, name, detail);
            case TreeNode.Task(SpaceId id, String name, String detail) ->
                    line(out, 0, name, "%s: %s".formatted(id.text(), detail));
            case TreeNode.Symbols(String name, String detail) -> line(out, 0, name, detail);
            case TreeNode.Memory memory -> line(out, 0, memory.id().text() + ":", memory.detail());
        }
        return out.toString();
    }

    private static void part(StringBuilder out, Part part, int depth) {
        String damage = part.badge().isEmpty() ? "" : "  (" + part.badge() + ")";
        line(
                out,
                depth,
                part.name(),
                "%s at file:0x%x, %d bytes%s"
                        .formatted(part.detail(), part.fileOffset(), part.length(), damage)
                        .strip());
        part.fields().forEach(field -> field(out, field, depth + 1));
        if (depth < DEEPEST) {
            part.children().forEach(child -> part(out, child, depth + 1));
        }
    }

    private static void field(StringBuilder out, Field field, int depth) {
        line(out, depth, field.name(), "%-18s %s".formatted(field.text(), field.meaning()).strip());
    }

    private static void line(StringBuilder out, int depth, String name, String words) {
        String left = STEP.repeat(depth) + name;
        out.append("%-36s %s".formatted(left, words).stripTrailing()).append('\n');
    }
}
