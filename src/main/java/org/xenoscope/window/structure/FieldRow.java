package org.xenoscope.window.structure;

import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.FieldValue;
import org.xenoscope.type.ListWalk;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.type.TypedField;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A row of the tree of fields.
sealed interface FieldRow {
    /// Elements of an array on one page of the tree.
    int PAGE = 256;

    /// Pages shown of an array; a longer one shows its first four million elements.
    int MOST_PAGES = 1 << 14;

    /// {@return the name in the first column}
    String name();

    /// {@return the type as C writes it; may be empty}
    String type();

    /// {@return bytes from the start of the whole, as `+0x10`; may be empty}
    String offset();

    /// {@return the rows below it} Reads the dump: on a job.
    List<FieldRow> children();

    /// {@return whether it may have rows below it}
    boolean opens();

    /// A field with what it held when it was read.
    ///
    /// @param field the field
    /// @param base address of the structure that offsets count from
    /// @param value what it holds
    record Of(TypedField field, long base, FieldValue value) implements FieldRow {
        @Override
        public String name() {
            return field.name();
        }

        @Override
        public String type() {
            return field.typeName();
        }

        @Override
        public String offset() {
            String bytes = "+0x%x".formatted(field.where().address() - base);
            return field.bitWidth() == 0
                    ? bytes
                    : "%s bit %d, %d wide".formatted(bytes, field.firstBit(), field.bitWidth());
        }

        @Override
        public boolean opens() {
            return (value instanceof FieldValue.Group(long count) && count > 0) || points();
        }

        private boolean points() {
            return value instanceof FieldValue.Pointer(Location target, Optional<String> text)
                    && target.address() != 0
                    && text.isEmpty();
        }

        @Override
        public List<FieldRow> children() {
            if (points()) {
                return field.target()
                        .map(target -> of(target.children(0, PAGE), target.where().address()))
                        .orElse(List.of());
            }
            long count = field.children();
            if (count <= PAGE) {
                return of(field.children(0, PAGE), base);
            }
            List<FieldRow> pages = new ArrayList<>();
            for (long from = 0; from < count && pages.size() < MOST_PAGES; from += PAGE) {
                pages.add(new Page(field, base, from, Math.min(count, from + PAGE)));
            }
            return pages;
        }
    }

    /// Some elements of a long array.
    ///
    /// @param from the first
    /// @param end behind the last
    record Page(TypedField field, long base, long from, long end) implements FieldRow {
        @Override
        public String name() {
            return "[%d … %d]".formatted(from, end - 1);
        }

        @Override
        public String type() {
            return "";
        }

        @Override
        public String offset() {
            return "";
        }

        @Override
        public boolean opens() {
            return true;
        }

        @Override
        public List<FieldRow> children() {
            return of(field.children(from, (int) (end - from)), base);
        }
    }

    /// The entries of a list, walked because the person asked.
    ///
    /// @param entries the structures, in order
    /// @param walk how it ended
    record Walked(List<TypedField> entries, ListWalk walk) implements FieldRow {
        @Override
        public String name() {
            return "%d entries%s"
                    .formatted(
                            entries.size(),
                            walk.broken().map(why -> "; " + why).orElse(", closed"));
        }

        @Override
        public String type() {
            return "";
        }

        @Override
        public String offset() {
            return "";
        }

        @Override
        public boolean opens() {
            return !entries.isEmpty();
        }

        @Override
        public List<FieldRow> children() {
            return entries.stream()
                    .limit(PAGE)
                    .map(entry -> of(entry, entry.where().address()))
                    .toList();
        }
    }

    /// {@return rows of fields, each read now}
    static List<FieldRow> of(List<TypedField> fields, long base) {
        return fields.stream().map(field -> of(field, base)).toList();
    }

    /// {@return the row of a field, read now}
    static FieldRow of(TypedField field, long base) {
        return new Of(field, base, field.value());
    }

    /// {@return the root of the tree: a type at a place}
    static FieldRow root(TypeSystem types, int type, SpaceReader reader, long address) {
        return of(TypedField.over(types, type, reader, address), address);
    }
}
