package org.xenoscope.image.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenoscope.bytes.ByteSource;

class FrameTableTest {
    /// A table of single frames, two apart, of any length.
    private static final class Scattered implements ByteSource {
        @Override
        public long size() {
            return 1L << 40;
        }

        @Override
        public int u8(long offset) {
            throw new AssertionError();
        }

        @Override
        public int u16(long offset) {
            throw new AssertionError();
        }

        @Override
        public long u32(long offset) {
            throw new AssertionError();
        }

        @Override
        public long u64(long offset) {
            return offset / 8 * 2;
        }

        @Override
        public void read(long offset, byte[] target, int start, int length) {
            throw new AssertionError();
        }
    }

    private static Section section(String name) {
        return new Section(1, true, 0, 0, name, 1, 0, 1L << 40, 0);
    }

    @Test
    void keepsNoMoreRunsThanItsBoundAndSaysSo() {
        FrameTable table =
                FrameTable.read(
                        new Scattered(),
                        section(".xen_pfn"),
                        section(".xen_pages"),
                        false,
                        100_000_000);

        assertThat(table.runs()).hasSize(FrameTable.MOST_RUNS);
        assertThat(table.runs().getLast().paddr())
                .isEqualTo((FrameTable.MOST_RUNS - 1L) * 2 * 4096);
        assertThat(table.findings()).hasSize(1);
        assertThat(table.findings().getFirst().sentence())
                .startsWith("Only the first 262144 of 100000000 entries of .xen_pfn");
    }
}
