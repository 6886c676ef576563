package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.root.Root;
import org.xenoscope.space.root.Roots;

import java.util.List;

/// Real dumps as if their notes were lost: what the scan finds must be what the notes say.
@Tag("corpus")
class WithoutNotesTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Notes NONE = new Notes(List.of(), List.of(), List.of(), List.of());

    @ParameterizedTest
    @FieldSource("DUMPS")
    void theScanFindsTheRootsThatTheNotesName(String dump) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Notes all = Notes.of(image);
            Spaces noted = Spaces.of(image, all);
            for (Notes notes : List.of(NONE, withoutCrashInfo(all))) {
                Spaces found = Spaces.of(image, notes);
                assertThat(maddr(found.xenRoot())).isEqualTo(maddr(noted.xenRoot()));
                assertThat(maddr(found.dom0Root())).isEqualTo(maddr(noted.dom0Root()));
                assertThat(found.p2mRoot().value()).isEqualTo(noted.p2mRoot().value());
                assertThat(found.maxPfn().value()).isEqualTo(noted.maxPfn().value());
            }
        }
    }

    /// The kernel's page tables and the list that it publishes are two truths of one thing.
    @ParameterizedTest
    @FieldSource("DUMPS")
    void theDirectMapNamesTheFramesThatTheListNames(String dump) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Roots roots = new Roots(image, Notes.of(image));
            P2m list = roots.dom0().p2m().value().orElseThrow();
            DirectMap map = roots.dom0().directMap().orElseThrow();
            int ram = 0;
            for (long pfn = 0; pfn < list.maxPfn().orElseThrow(); pfn++) {
                long mfn = list.mfn(pfn, null);
                long mapped = map.mfn(pfn, null);
                if (mfn == HoleReason.INVALID_P2M.code()) {
                    assertThat(mapped).isNegative();
                } else if (mapped >= 0) {
                    assertThat(mapped).as("PFN 0x%x", pfn).isEqualTo(mfn);
                    ram += map.back(mfn) == pfn ? 1 : 0;
                }
            }
            // 320 MiB, as "xl list" said when the dumps were made
            assertThat(ram).isEqualTo(81_920);
        }
    }

    private static Notes withoutCrashInfo(Notes notes) {
        return new Notes(
                notes.notes().stream().filter(note -> !(note instanceof CrashInfo)).toList(),
                notes.cpus(),
                notes.parts(),
                notes.findings());
    }

    private static long maddr(Fact<Root> root) {
        return root.value().orElseThrow().maddr();
    }
}
