package org.xenoscope.window.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

class HexRowsTest {
    @TempDir Path folder;
    private Dump dump;

    @BeforeEach
    void openDump() throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(new PvMachine(7), file);
        dump = Dump.open(file, Progress.NONE);
    }

    @AfterEach
    void closeDump() {
        dump.close();
    }

    private HexRows rows(SpaceId space) {
        RowWriter writer = new RowWriter(RowFormat.usual(), 16, dump.spaces());
        return new HexRows(dump.spaces().get(space), 16, writer, new HashMap<>());
    }

    @Test
    void showsRowsOfSixteenBytesFromTheRowOfTheAddress() {
        List<HexItem> items = rows(SpaceId.MACHINE).from(0x1008, 3);

        assertThat(items).extracting(HexItem::first).containsExactly(0x1000L, 0x1010L, 0x1020L);
        assertThat(items).allMatch(item -> item instanceof HexItem.Row);
    }

    @Test
    void showsALongHoleAsOneBandThatEndsWhereMemoryBegins() {
        // the first piece ends at 0x9fc00, the next begins at 0x100000
        List<HexItem> items = rows(SpaceId.MACHINE).from(0x9fbf0, 6);

        assertThat(items.get(1)).isInstanceOf(HexItem.Band.class);
        HexItem.Band band = (HexItem.Band) items.get(1);
        assertThat(band.first()).isEqualTo(0x9fc00);
        assertThat(band.last()).isEqualTo(0xfffff);
        assertThat(band.reason()).isEqualTo(HoleReason.NOT_IN_DUMP);
        assertThat(items.get(2).first()).isEqualTo(0x100000);
    }

    @Test
    void scrollsBackOverABandToTheRowBefore() {
        HexRows rows = rows(SpaceId.MACHINE);

        assertThat(rows.scroll(0x100000, -HexItem.Band.ROWS)).isEqualTo(0x9fc00);
        assertThat(rows.scroll(0x9fc00, -1)).isEqualTo(0x9fbf0);
        assertThat(rows.scroll(0x9fbf0, 1 + HexItem.Band.ROWS)).isEqualTo(0x100000);
    }

    @Test
    void endsWithTheLastByteOfAllAddresses() {
        List<HexItem> items = rows(SpaceId.DOM0).from(-16L, 40);

        assertThat(items).hasSize(1);
        assertThat(items.getFirst().last()).isEqualTo(-1L);
        assertThat(items.getFirst().covers(-16L)).isTrue();
        assertThat(rows(SpaceId.DOM0).scroll(-16L, 5)).isEqualTo(items.getFirst().first());
    }

    @Test
    void staysAtTheFirstByteWhenScrolledAboveIt() {
        assertThat(rows(SpaceId.FILE).scroll(0, -10)).isZero();
        assertThat(rows(SpaceId.FILE).scroll(0x20, -10)).isZero();
    }

    @Test
    void endsWithTheFile() {
        long last = dump.image().file().size() - 1;
        List<HexItem> items = rows(SpaceId.FILE).from(-1L, 10);

        assertThat(items).hasSize(1);
        assertThat(items.getFirst().first()).isEqualTo(HexRows.rowOf(last, 16));
    }
}
