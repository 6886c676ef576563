package org.xenoscope.window.tree;

import org.xenoscope.place.Field;
import org.xenoscope.place.Part;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;

/// One line of the tree.
sealed interface TreeNode {
    /// {@return what it is called}
    String name();

    /// {@return quiet words behind the name}
    String detail();

    /// The file itself.
    record File(String name, String detail) implements TreeNode {}

    /// A heading over other nodes.
    record Heading(String name, String detail) implements TreeNode {}

    /// A header, a table or a note.
    record Piece(Part part) implements TreeNode {
        @Override
        public String name() {
            return part.name();
        }

        @Override
        public String detail() {
            return part.detail();
        }
    }

    /// A field of a piece.
    record Value(Field field) implements TreeNode {
        @Override
        public String name() {
            return field.name();
        }

        @Override
        public String detail() {
            return field.text();
        }
    }

    /// An address space.
    record Memory(SpaceId id, String detail) implements TreeNode {
        static Memory of(Space space) {
            return new Memory(
                    space.id(),
                    switch (space.id().kind()) {
                        case FILE, MACHINE, DOMAIN_PHYSICAL ->
                                space.memoryBytes().map(Size::text).orElse("");
                        default -> "virtual";
                    });
        }

        @Override
        public String name() {
            return org.xenoscope.window.Tag.name(id);
        }
    }

    /// The memory of a task.
    record Task(SpaceId id, String name, String detail) implements TreeNode {}

    /// A file of symbols beside the dump.
    record Symbols(String name, String detail) implements TreeNode {}

    /// {@return the address at which it stands in the file; empty if it stands nowhere}
    default String address() {
        return switch (this) {
            case Piece(Part part) -> "file:0x" + Long.toHexString(part.fileOffset());
            case Value(Field field) -> "file:0x" + Long.toHexString(field.fileOffset());
            case File _, Heading _, Memory _, Task _, Symbols _ -> "";
        };
    }

    /// {@return whether the node's words, value or address contain the lower-case text}
    default boolean matches(String text) {
        return name().toLowerCase(java.util.Locale.ROOT).contains(text)
                || detail().toLowerCase(java.util.Locale.ROOT).contains(text)
                || (!text.isEmpty() && address().contains(text));
    }
}
