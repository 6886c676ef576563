package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.space.root.DomainPlace;
import org.xenoscope.space.root.Guest;
import org.xenoscope.xen.Domain;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// The domains of Xen's own list as spaces.
class DomainSpacesTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;

    @Tag("corpus")
    @ParameterizedTest
    @FieldSource("DUMPS")
    void hasTheDomainsOfXensList(String name) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            List<Integer> listed =
                    dump.xen().domains().value().orElseThrow().stream()
                            .map(Domain::id)
                            .filter(id -> id < 0x7ff0)
                            .sorted()
                            .toList();
            assertThat(dump.spaces().domains()).extracting(Guest::number).isEqualTo(listed);
            assertThat(listed).hasSize(name.startsWith("xen420") ? 2 : 1);
        }
    }

    /// As truth/domains.txt has it: dom1 owns 28 672 frames, and Xen said the same before.
    @Tag("corpus")
    @Test
    void namesTheOwnerOfEveryFrameOfTheDomU() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen420-dom0-panic"), Progress.NONE)) {
            Spaces spaces = dump.spaces();
            Guest domU = spaces.guest(1);
            assertThat(domU.maxPfn().value()).hasValue(28_672L);
            Space frames = spaces.get(domU.physical());
            for (long pfn = 0; pfn < 28_672; pfn++) {
                long maddr = frames.locate(pfn << 12);
                assertThat(spaces.use(maddr).flatMap(FrameUse::owner).orElseThrow().number())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void listsADomainThatOwnsNoTopTable(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sample");
        Forge.write(new PvMachine(7), file);
        try (Image image = ImageFile.open(file, Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            spaces.domains(() -> List.of(new DomainPlace(7, 0x1000, OptionalLong.empty())));
            assertThat(spaces.domains()).extracting(Guest::number).contains(0, 7);
            assertThat(spaces.all()).extracting(space -> space.id().text()).contains("dom7");
            assertThat(spaces.guest(7).root()).isNotInstanceOf(Known.class);
            assertThat(spaces.explain(Location.parse("dom7:0x1000")).hole()).isPresent();
        }
    }
}
