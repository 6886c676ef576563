package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/// Pages of real dumps against what two independent programs read there: the same bytes from the
/// same machine page, or no byte and a reason where they fail.
@Tag("corpus")
class PageTruthTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Set<String> SPACES = Set.of("machine", "dom0-physical", "dom0", "xen");
    private static final int PAGE = 4096;
    private static final int MOST_WRONG = 20;

    @ParameterizedTest
    @FieldSource("DUMPS")
    void readsEverySampledPageAsTheTruthDoes(String dump) throws Exception {
        Set<String> disagreements = new HashSet<>();
        for (String[] row : rows(dump, "pages-disagreements.tsv")) {
            disagreements.add(row[0] + ":" + row[1]);
        }
        int checked = 0;
        int left = 0;
        List<String> wrong = new ArrayList<>();
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            for (String[] row : rows(dump, "libkdumpfile-pages.tsv")) {
                if (disagreements.contains(row[0] + ":" + row[1])) {
                    left++;
                } else if (SPACES.contains(row[0])) {
                    checked++;
                    String fault = check(spaces.get(SpaceId.parse(row[0])), row);
                    if (!fault.isEmpty() && wrong.size() < MOST_WRONG) {
                        wrong.add(String.join(" ", row) + ": " + fault);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(21_000);
        assertThat(left).isEqualTo(disagreements.size());
    }

    /// {@return what is wrong with a page, or nothing}
    static String check(Space space, String[] row) throws Exception {
        long address = Long.parseUnsignedLong(row[1], 16);
        Chunk chunk = space.read(address, PAGE);
        Trail trail = space.explain(address);
        long located = space.locate(address);
        if (row[2].startsWith("!")) {
            if (chunk.length() > 0 && chunk.present(0)) {
                return "read " + sha(chunk.copy(0, chunk.presentFrom(0)));
            }
            return trail.hole().isPresent() ? "" : "no reason";
        }
        if (chunk.presentFrom(0) != PAGE) {
            return "a hole: " + chunk.hole(chunk.presentFrom(0)) + " " + trail.hole();
        }
        String sha = sha(chunk.copy(0, PAGE));
        if (!sha.equals(row[2])) {
            return "read " + sha;
        }
        long maddr = Long.parseUnsignedLong(row[3], 16);
        return located == maddr && trail.machine().equals(OptionalLong.of(maddr))
                ? ""
                : "located at 0x%x, explained as %s".formatted(located, trail.machine());
    }

    /// Where the truths disagree: a page that no header covers, or only in part, gives those bytes
    /// that there are; another domain's page is shown as such.
    @ParameterizedTest
    @FieldSource("DUMPS")
    void givesOnlyBytesThatThereAreWhereTheTruthsDisagree(String dump) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            for (String[] row : rows(dump, "pages-disagreements.tsv")) {
                Space space = spaces.get(SpaceId.parse(row[0]));
                long address = Long.parseUnsignedLong(row[1], 16);
                Chunk chunk = space.read(address, PAGE);
                Trail trail = space.explain(address);
                if (row[2].startsWith("p2m-foreign")) {
                    assertThat(trail.marks()).contains(Mark.FOREIGN);
                    assertThat(trail.machine()).hasValue(Long.parseUnsignedLong(row[4], 16));
                } else if (row[4].equals("000000000009f000")) {
                    assertThat(chunk.presentFrom(0)).isEqualTo(0xc00);
                    assertThat(chunk.hole(0xc00)).hasValue(HoleReason.NOT_IN_DUMP);
                } else {
                    assertThat(chunk.hole(0)).as(row[1]).hasValue(HoleReason.NOT_IN_DUMP);
                }
            }
        }
    }

    /// The fast and the talkative translation agree at random addresses, of mapped areas and of
    /// any.
    @ParameterizedTest
    @FieldSource("DUMPS")
    void translatesFastAsItExplains(String dump) throws Exception {
        long[] areas = {
            0,
            0xffff_8880_0000_0000L,
            0xffff_c900_0000_0000L,
            0xffff_ffff_8000_0000L,
            0xffff_8300_0000_0000L,
            0xffff_82d0_4000_0000L,
            0xffff_8140_0000_0000L,
            1L << 62
        };
        Random random = new Random(dump.hashCode());
        List<String> wrong = new ArrayList<>();
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            for (Space space : Spaces.of(image, Notes.of(image)).all()) {
                for (int i = 0; i < 1_000_000 && wrong.size() < MOST_WRONG; i++) {
                    long area = areas[random.nextInt(areas.length)];
                    long address = area + (random.nextLong() >>> 20 + random.nextInt(24));
                    long located = space.locate(address);
                    Trail trail = space.explain(address);
                    boolean agree =
                            located >= 0
                                    ? trail.machine().equals(OptionalLong.of(located))
                                    : trail.hole()
                                            .filter(hole -> hole.reason().code() == located)
                                            .isPresent();
                    if (!agree) {
                        wrong.add(space.id().text() + ":" + Long.toHexString(address) + trail);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// One sum proves an area: every mapped page that the dump holds whole, in order of address.
    @ParameterizedTest
    @FieldSource("DUMPS")
    void sumsUpWholeAreasAsTheTruthDoes(String dump) throws Exception {
        List<String> truth = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            for (String[] row : rows(dump, "pages-totals.tsv")) {
                if (SPACES.contains(row[0])) {
                    Space space = spaces.get(SpaceId.parse(row[0]));
                    String area = row[0] + " " + row[1] + ": ";
                    truth.add(area + row[4] + " pages " + row[5]);
                    ours.add(
                            area
                                    + sum(
                                            space,
                                            Long.parseUnsignedLong(row[2], 16),
                                            Long.parseUnsignedLong(row[3], 16)));
                }
            }
        }
        assertThat(ours).isEqualTo(truth);
        assertThat(ours).hasSizeGreaterThan(15);
    }

    static String sum(Space space, long first, long last) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int pages = 0;
        OptionalLong next = space.nextReadable(first);
        while (next.isPresent() && Long.compareUnsigned(next.getAsLong(), last) <= 0) {
            Extent extent = space.extentAt(next.getAsLong());
            long end = Long.compareUnsigned(extent.last(), last) < 0 ? extent.last() : last;
            long page = (next.getAsLong() + PAGE - 1) & -PAGE;
            while (Long.compareUnsigned(page, end) < 0 && end - page >= PAGE - 1) {
                int length = (int) Math.min(1 << 16, (end - page + 1) & -PAGE);
                length = length <= 0 ? PAGE : length;
                pages += add(space, page, length, digest);
                page += length;
                if (page == 0) {
                    break;
                }
            }
            if (end == last) {
                break;
            }
            next = space.nextReadable(end + 1);
        }
        return pages + " pages " + HexFormat.of().formatHex(digest.digest());
    }

    private static int add(Space space, long address, int length, MessageDigest digest) {
        Chunk chunk = space.read(address, length);
        byte[] straight = new byte[length];
        BitSet missing = space.readInto(address, straight, length);
        boolean physical = space.id().equals(SpaceId.DOM0_PHYSICAL);
        int pages = 0;
        for (int at = 0; at < length; at += PAGE) {
            boolean whole = isWhole(chunk, at);
            if (missing.get(at / PAGE) == whole) {
                fail("both ways of reading differ at 0x%x".formatted(address + at));
            }
            // the truth counts only what is RAM of the domain
            if (whole && !(physical && !space.explain(address + at).marks().isEmpty())) {
                digest.update(straight, at, PAGE);
                pages++;
            }
        }
        return pages;
    }

    private static boolean isWhole(Chunk chunk, int at) {
        for (int i = at; i < at + PAGE; i++) {
            if (!chunk.present(i)) {
                return false;
            }
        }
        return true;
    }

    static List<String[]> rows(String dump, String file) {
        return Corpus.truth(dump, file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static String sha(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
