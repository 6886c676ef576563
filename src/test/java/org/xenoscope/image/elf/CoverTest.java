package org.xenoscope.image.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The cover against the plain rule: the first header in order that stores the byte serves it; else
/// the first that puts it past the end of the file; else the first that covers it in memory.
class CoverTest {
    private static final int FILE_SIZE = 100;

    @Test
    void agreesWithTheRuleOnRandomHeaders() {
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            List<ProgramHeader> headers = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                long stored = random.nextInt(30);
                headers.add(
                        header(
                                headers.size(),
                                random.nextInt(120),
                                random.nextInt(60),
                                stored,
                                stored + random.nextInt(3) * 10));
            }
            Cover cover = new Cover(headers, FILE_SIZE);
            for (long maddr = 0; maddr < 120; maddr++) {
                assertThat(found(cover, maddr)).isEqualTo(expected(headers, maddr));
            }
            isSortedAndDisjoint(cover);
        }
    }

    private static String found(Cover cover, long maddr) {
        int index = cover.find(maddr);
        if (index < 0) {
            return "nothing";
        }
        Cover.Piece piece = cover.piece(index);
        return piece.kind()
                + " by "
                + piece.header().index()
                + " at "
                + (piece.fileOffset() + maddr - piece.start());
    }

    private static String expected(List<ProgramHeader> headers, long maddr) {
        for (Cover.Kind kind : Cover.Kind.values()) {
            for (ProgramHeader header : headers) {
                long distance = maddr - header.paddr();
                if (distance >= 0
                        && distance < header.memoryBytes()
                        && kind == kindAt(header, distance)) {
                    return kind + " by " + header.index() + " at " + (header.offset() + distance);
                }
            }
        }
        return "nothing";
    }

    private static Cover.Kind kindAt(ProgramHeader header, long distance) {
        if (distance >= header.fileBytes()) {
            return Cover.Kind.NOT_STORED;
        }
        return header.offset() + distance < FILE_SIZE ? Cover.Kind.STORED : Cover.Kind.TRUNCATED;
    }

    private static void isSortedAndDisjoint(Cover cover) {
        for (int i = 1; i < cover.size(); i++) {
            assertThat(cover.piece(i).start()).isGreaterThan(cover.piece(i - 1).last());
        }
    }

    /// With n squared steps this would take hours.
    @Test
    void coversAHundredThousandHeadersThatAllOverlap() {
        List<ProgramHeader> headers = new ArrayList<>();
        int count = 100_000;
        for (int i = 0; i < count / 2; i++) {
            headers.add(header(i, 0, 0x1000L + 4L * i, 2, 2));
        }
        for (int i = count / 2; i < count; i++) {
            headers.add(header(i, 0, i, 1L << 30, 1L << 40));
        }
        Cover cover = new Cover(headers, 1L << 31);

        assertThat(cover.size()).isGreaterThan(count / 2);
        isSortedAndDisjoint(cover);
    }

    private static ProgramHeader header(int index, long offset, long maddr, long bytes, long all) {
        return new ProgramHeader(
                index, true, 0, ProgramHeader.PT_LOAD, 7, offset, 0, maddr, bytes, all, 0);
    }
}
