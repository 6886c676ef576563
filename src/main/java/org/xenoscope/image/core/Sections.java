package org.xenoscope.image.core;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.image.elf.ElfHeader;
import org.xenoscope.place.Part;
import org.xenoscope.place.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sections of a dump of one domain.
///
/// @param all in the order of the file, with their names
record Sections(List<Section> all) {
    /// The format has nine sections at most; the bound keeps a lie from filling the tree.
    private static final int MOST = 64;

    /// Reads the headers and the names; where they cannot be read, what is before them is kept.
    static Sections read(ByteSource file, ElfHeader header) {
        boolean wide = header.wide();
        int size = Section.headerBytes(wide);
        List<Section> sections = new ArrayList<>();
        long table = header.sectionHeaders();
        if (header.sectionHeaderBytes() != size || Long.compareUnsigned(table, file.size()) >= 0) {
            return new Sections(List.of());
        }
        int count = Math.min(header.sectionHeaderCount(), MOST);
        try {
            for (int i = 0; i < count; i++) {
                sections.add(Section.read(file, wide, i, table + (long) i * size));
            }
            if (header.sectionNames() < sections.size()) {
                Section names = sections.get(header.sectionNames());
                sections.replaceAll(section -> section.named(file, names));
            }
        } catch (UnreadableException _) {
            return new Sections(List.copyOf(sections));
        }
        return new Sections(List.copyOf(sections));
    }

    /// {@return the first section of that name}
    Optional<Section> named(String name) {
        return all.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /// {@return the sections that hold notes, cut to the end of the file}
    List<NoteSegment> notes(long fileSize) {
        return all.stream()
                .filter(section -> section.type() == Section.SHT_NOTE)
                .filter(section -> section.stored(fileSize) > 0)
                .map(
                        section ->
                                new NoteSegment(
                                        section.index(),
                                        section.offset(),
                                        section.stored(fileSize),
                                        4))
                .toList();
    }

    /// {@return what a byte of the file belongs to, in words}
    String describe(long fileOffset) {
        for (Section section : all) {
            if (Long.compareUnsigned(fileOffset - section.at(), Section.headerBytes(section.wide()))
                    < 0) {
                return "section header " + section.index();
            }
            if (section.index() > 0 && section.covers(fileOffset)) {
                return "the section " + section.name();
            }
        }
        return "no header, section or memory";
    }

    /// {@return the headers, and what they describe, as a tree}
    List<Part> parts(long fileSize) {
        List<Part> headers = new ArrayList<>();
        List<Part> contents = new ArrayList<>();
        for (Section section : all) {
            int size = Section.headerBytes(section.wide());
            headers.add(
                    new Part(
                            "#" + section.index() + " " + section.name(),
                            Size.text(section.bytes()),
                            "",
                            section.at(),
                            size,
                            section.fields(),
                            List.of()));
            if (section.index() > 0 && section.type() != Section.SHT_NOTE) {
                long stored = section.stored(fileSize);
                contents.add(
                        new Part(
                                section.name(),
                                Size.text(section.bytes()),
                                stored == section.bytes() ? "" : Size.of(stored, section.bytes()),
                                section.offset(),
                                stored,
                                List.of(),
                                List.of()));
            }
        }
        List<Part> parts = new ArrayList<>();
        if (!all.isEmpty()) {
            parts.add(
                    new Part(
                            "Section headers",
                            Integer.toString(all.size()),
                            "",
                            all.getFirst().at(),
                            (long) Section.headerBytes(all.getFirst().wide()) * all.size(),
                            List.of(),
                            headers));
        }
        parts.addAll(contents);
        return List.copyOf(parts);
    }
}
