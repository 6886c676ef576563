package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.CoreWriter;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

class StoppedSearchTest {
    private static final int L3 = 0x2000;
    private static final int EMPTY_L2 = 0x3000;
    private static final int EMPTY_L1 = 0x4000;
    private static final int L2 = 0x5000;
    private static final int L1 = 0x6000;
    private static final int PAGE = 0x7000;

    /// Gigabytes of entries that lead nowhere, before the one page.
    private static final int EMPTY_GIGABYTES = 8;

    @TempDir Path folder;

    /// A job that counts how often it is told how far the work is.
    private static final class Watched implements Progress {
        private final boolean cancelled;
        private int reports;

        Watched(boolean cancelled) {
            this.cancelled = cancelled;
        }

        @Override
        public void report(long done, long total) {
            reports++;
            assertThat(done).isBetween(0L, total);
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }

    @Test
    void aStoppedSearchForRootsLeavesNothingBehind() throws Exception {
        PvMachine machine = new PvMachine(11);
        Path file = folder.resolve("vmcore");
        Forge.writeWithoutNotes(machine, file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            Space dom0 = dump.spaces().get(SpaceId.DOM0);
            assertThatThrownBy(
                            () ->
                                    ScopedValue.where(Progress.CURRENT, new Watched(true))
                                            .call(() -> dom0.locate(0xffff_8880_0000_0000L)))
                    .isInstanceOf(CancellationException.class);
            Watched job = new Watched(false);
            long maddr =
                    ScopedValue.where(Progress.CURRENT, job)
                            .call(() -> dom0.locate(0xffff_8880_0000_0000L));
            assertThat(maddr).isNotNegative();
            assertThat(job.reports).isPositive();
            assertThat(dump.spaces().dom0Root().value().orElseThrow().maddr())
                    .isEqualTo(machine.kernelRoot());
        }
    }

    /// A table of empty entries that is named 4096 times: two million ranges without a page.
    @Test
    void findsWhatIsReadableBehindMillionsOfEntriesThatLeadNowhere() throws Exception {
        try (Dump dump = Dump.open(emptyGigabytes(), Progress.NONE)) {
            Space typed = dump.spaces().get(SpaceId.parse("root:0x1000"));
            long page = (long) EMPTY_GIGABYTES << 30;
            assertThat(typed.nextReadable(0)).hasValue(page);
            assertThat(typed.previousReadable(page + 0x4000_0000L)).hasValue(page + 0xfff);
            assertThat(typed.previousReadable(page - 1)).isEmpty();
        }
    }

    @Test
    void aSearchForReadableMemoryCanBeStopped() throws Exception {
        try (Dump dump = Dump.open(emptyGigabytes(), Progress.NONE)) {
            Space typed = dump.spaces().get(SpaceId.parse("root:0x1000"));
            assertThat(typed.locate(0)).isNegative();
            assertThatThrownBy(
                            () ->
                                    ScopedValue.where(Progress.CURRENT, new Watched(true))
                                            .call(() -> typed.nextReadable(0)))
                    .isInstanceOf(CancellationException.class);
        }
    }

    private Path emptyGigabytes() throws Exception {
        ByteBuffer memory = ByteBuffer.allocate(PAGE + 0x1000).order(ByteOrder.LITTLE_ENDIAN);
        memory.putLong(0x1000, L3 | 1);
        memory.putLong(0x1000 + 8 * 258, 0x1001);
        memory.putLong(0x1000 + 8 * 261, L3 | 1);
        memory.putLong(0x1000 + 8 * 262, L3 | 1);
        for (int gigabyte = 0; gigabyte < EMPTY_GIGABYTES; gigabyte++) {
            memory.putLong(L3 + 8 * gigabyte, EMPTY_L2 | 1);
        }
        for (int entry = 0; entry < 512; entry++) {
            memory.putLong(EMPTY_L2 + 8 * entry, EMPTY_L1 | 1);
        }
        memory.putLong(L3 + 8 * EMPTY_GIGABYTES, L2 | 1);
        memory.putLong(L2, L1 | 1);
        memory.putLong(L1, PAGE | 1);
        Path file = folder.resolve("vmcore");
        int bytes = memory.capacity();
        new CoreWriter(true).load(0, 0, bytes, bytes, memory.array()).write(file);
        return file;
    }
}
