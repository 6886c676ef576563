package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;
import org.xenoscope.space.root.FoundRoot;

import java.util.List;
import java.util.OptionalInt;

/// The top tables of real dumps, counted as the truths count them: processes by `ps`, live and
/// freed tables by the frame table.
@Tag("corpus")
class FoundRootsTest {
    @ParameterizedTest
    @CsvSource({
        "xen417-dom0-panic, 0, 1, 9, 9, 14",
        "xen420-dom0-panic, 0, 1, 11, 11, 0",
        "xen420-dom0-panic, 1, 1, 5, 5, 1"
    })
    void listsTheTopTablesOfADomain(
            String dump, int domain, int kernels, int processes, int users, int stale)
            throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            List<FoundRoot> roots =
                    Spaces.of(image, Notes.of(image)).roots().stream()
                            .filter(root -> root.domain().equals(OptionalInt.of(domain)))
                            .toList();
            assertThat(count(roots, FoundRoot.Kind.KERNEL)).isEqualTo(kernels);
            assertThat(count(roots, FoundRoot.Kind.PROCESS)).isEqualTo(processes);
            assertThat(count(roots, FoundRoot.Kind.USER)).isEqualTo(users);
            assertThat(count(roots, FoundRoot.Kind.STALE)).isEqualTo(stale);
            assertThat(roots)
                    .filteredOn(root -> root.kind() == FoundRoot.Kind.USER)
                    .allMatch(root -> root.other().isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic", "xen417-hypervisor-crash", "xen420-dom0-panic"})
    void everyCr3OfTheNotesIsALiveRoot(String dump) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Notes notes = Notes.of(image);
            Spaces spaces = Spaces.of(image, notes);
            for (CrashRegs registers : notes.all(CrashRegs.class)) {
                long root = registers.cr3() & 0x000f_ffff_ffff_f000L;
                assertThat(spaces.roots())
                        .filteredOn(found -> found.maddr() == root)
                        .singleElement()
                        .matches(found -> found.kind() != FoundRoot.Kind.STALE);
            }
            assertThat(spaces.roots())
                    .filteredOn(found -> found.kind() == FoundRoot.Kind.IDLE)
                    .hasSize(1);
        }
    }

    private static long count(List<FoundRoot> roots, FoundRoot.Kind kind) {
        return roots.stream().filter(root -> root.kind() == kind).count();
    }
}
