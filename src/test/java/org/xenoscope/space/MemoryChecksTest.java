package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.check.MemoryCheck;

import java.util.List;

/// All of the memory of real dumps, every source against every other. The counts are those that
/// another program found: frames by `xl list`, pages of the dump by its program headers.
@Tag("corpus")
class MemoryChecksTest {
    @ParameterizedTest
    @CsvSource({
        "xen417-dom0-panic, 82017, 82017, 2, 130934, 'dom0 81 922, dom_io 159, dom_xen 512, free 46"
                + " 160'",
        "xen420-dom0-panic, 131072, 82050, 4, 167798, 'dom0 81 922, dom1 28 674, dom_io 159,"
                + " dom_xen 512, free 53 967'"
    })
    void allSourcesAgreeOnEveryFrame(
            String dump, long frames, long mapped, long registers, long pages, String owners)
            throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            List<MemoryCheck> checks = spaces.checks();
            assertThat(checks).allMatch(MemoryCheck::holds);
            assertThat(
                            checks.stream()
                                    .filter(check -> !check.domain().equals("dom1"))
                                    .map(MemoryCheck::compared))
                    .containsExactly(
                            frames, frames, 81_920L, 81_920L, 81_920L, mapped, registers, pages);
            assertThat(
                            checks.stream()
                                    .filter(check -> check.domain().equals("dom1"))
                                    .map(MemoryCheck::compared))
                    .allMatch(count -> count == 28_672);
            assertThat(checks.getLast().note()).endsWith(owners);
            assertThat(spaces.findings()).hasSizeGreaterThanOrEqualTo(checks.size());
        }
    }

    /// The numbers of pages were counted by another program, which walked all tables.
    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic, 426634", "xen420-dom0-panic, 425025"})
    void indexesEveryPageOfDom0sKernel(String dump, int pages) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            Mappings mappings = spaces.mappings(SpaceId.DOM0).value().orElseThrow();
            assertThat(mappings.complete()).isTrue();
            assertThat(mappings.pages()).isEqualTo(pages);
            Space dom0 = spaces.get(SpaceId.DOM0);
            long text = dom0.locate(0xffff_ffff_8100_0123L);
            Mappings.Found found = mappings.of(text, 100);
            assertThat(found.places())
                    .allMatch(place -> dom0.locate(place.address()) == text)
                    .extracting("address")
                    .contains(0xffff_ffff_8100_0123L, 0xffff_8880_0100_0123L);
            assertThat(found.count()).isEqualTo(found.places().size());
        }
    }
}
