package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// The three layouts of a kernel's log, written by hand as the kernel's own code writes them.
@Timeout(30)
class LogLayoutsTest {
    private static KernelLog log(FakeKernel kernel) {
        return LogReader.read(kernel.memory()).value().orElseThrow();
    }

    private static List<String> texts(FakeKernel kernel) {
        return log(kernel).records().stream().map(LogRecord::text).toList();
    }

    /// The ring of records of Linux 3.5 to 5.9 (log_store and log_make_free_space of
    /// kernel/printk/printk.c).
    private static final class Records {
        private static final int BUFFER = 0x1000;
        private static final int SIZE = 4096;
        private final FakeKernel kernel = new FakeKernel(0x3000);
        private final int header;
        private final int alignment;
        private final List<Integer> lengths = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private int first;
        private int next;
        private long firstSequence;

        Records(int header, int alignment) {
            this.header = header;
            this.alignment = alignment;
        }

        void store(String text, String dictionary, int level) {
            int content = header + text.length() + dictionary.length();
            int length = (content + alignment - 1) / alignment * alignment;
            while (!room(length)) {
                if (kernel.bytes.getShort(BUFFER + first + 8) == 0) {
                    first = 0;
                }
                first += lengths.removeFirst();
                kept.removeFirst();
                firstSequence++;
                if (first < SIZE
                        && kernel.bytes.getShort(BUFFER + first + 8) == 0
                        && !kept.isEmpty()) {
                    first = 0;
                }
            }
            if (next + length + header > SIZE) {
                for (int i = 0; i < header; i++) {
                    kernel.bytes.put(BUFFER + next + i, (byte) 0);
                }
                next = 0;
            }
            int at = BUFFER + next;
            kernel.bytes.putLong(at, 1_000_000_000L * (firstSequence + kept.size()) + 5000);
            kernel.bytes.putShort(at + 8, (short) length);
            kernel.bytes.putShort(at + 10, (short) text.length());
            kernel.bytes.putShort(at + 12, (short) dictionary.length());
            kernel.bytes.put(at + 14, (byte) 0);
            kernel.bytes.put(at + 15, (byte) (level << 5 | 6));
            if (header == 20) {
                kernel.bytes.putInt(at + 16, 77);
            }
            kernel.text(at + header, text + dictionary);
            lengths.add(length);
            kept.add(text);
            next += length;
        }

        private boolean room(int length) {
            int free = next > first || kept.isEmpty() ? Math.max(SIZE - next, first) : first - next;
            return free >= length + header;
        }

        FakeKernel done() {
            kernel.bytes.putLong(0, FakeKernel.at(BUFFER));
            kernel.bytes.putInt(8, SIZE);
            kernel.bytes.putInt(12, first);
            kernel.bytes.putInt(16, next);
            kernel.bytes.putLong(24, firstSequence);
            return kernel.symbol("log_buf", 0)
                    .symbol("log_buf_len", 8)
                    .symbol("log_first_idx", 12)
                    .symbol("log_next_idx", 16)
                    .symbol("log_first_seq", 24);
        }
    }

    @ParameterizedTest
    @CsvSource({"16,4", "16,8", "20,4", "20,8"})
    void readsRecordsOfEachHeader(int header, int alignment) {
        for (int count : new int[] {1, 7, 60, 61, 64, 500, 1000}) {
            Records records = new Records(header, alignment);
            for (int i = 0; i < count; i++) {
                records.store(
                        "message number " + i + "x".repeat(i * 7 % 40),
                        i % 5 == 0 ? "SUBSYSTEM=pci\0DEVICE=+pci:0000:00:1f.2" : "",
                        i % 8);
            }
            FakeKernel kernel = records.done();
            assertThat(texts(kernel)).as("%d records", count).isEqualTo(records.kept);
            KernelLog log = log(kernel);
            assertThat(log.overwritten()).isEqualTo(records.firstSequence > 0);
            LogRecord last = log.records().getLast();
            assertThat(last.sequence()).isEqualTo(count - 1L);
            assertThat(last.level()).hasValue((count - 1) % 8);
            assertThat(last.nanoseconds())
                    .isEqualTo(OptionalLong.of(1_000_000_000L * (count - 1) + 5000));
            assertThat(last.caller().orElse("")).isEqualTo(header == 20 ? "T77" : "");
        }
    }

    private static FakeKernel flat(String written, int size) {
        FakeKernel kernel = new FakeKernel(0x1000 + size);
        for (int i = Math.max(0, written.length() - size); i < written.length(); i++) {
            kernel.bytes.put(0x1000 + i % size, (byte) written.charAt(i));
        }
        kernel.bytes.putLong(0, FakeKernel.at(0x1000));
        kernel.bytes.putInt(8, size);
        kernel.bytes.putInt(16, written.length());
        return kernel.symbol("log_buf", 0).symbol("log_buf_len", 8).symbol("log_end", 16);
    }

    @Test
    void readsCharacters() {
        FakeKernel kernel =
                flat("<5>[    0.000000] Linux version 2.6.32\n<6>[   12.345678] two\nthree", 4096);
        assertThat(log(kernel).records().stream().map(LogRecord::printed))
                .containsExactly(
                        "[    0.000000] Linux version 2.6.32", "[   12.345678] two", "three");
        assertThat(log(kernel).records().getFirst().level()).hasValue(5);
        assertThat(log(kernel).records().get(1).nanoseconds())
                .isEqualTo(OptionalLong.of(12_345_678_000L));
    }

    @Test
    void leavesOutTheLineThatACharacterRingHasHalfOverwritten() {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            written.append("<6>line ").append(i).append('\n');
        }
        List<String> texts = texts(flat(written.toString(), 4096));
        assertThat(texts.getLast()).isEqualTo("line 999");
        int first = Integer.parseInt(texts.getFirst().substring(5));
        assertThat(texts).hasSize(1000 - first);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(texts.get(i)).isEqualTo("line " + (first + i));
        }
        assertThat(log(flat(written.toString(), 4096)).overwritten()).isTrue();
    }

    /// The ring of Linux 5.10 and later (prb_reserve and data_alloc of
    /// kernel/printk/printk_ringbuffer.c), without a desc for what is never written.
    private static final class Ring {
        private static final int COUNT_BITS = 5;
        private static final int SIZE_BITS = 10;
        private static final int DESCS = 0x1000;
        private static final int INFOS = 0x2000;
        private static final int DATA = 0x4000;
        private static final long MASK = (1L << 62) - 1;
        private final FakeKernel kernel = new FakeKernel(0x5000);
        private final int dataRing;
        private final boolean endsAtEnd;
        private final List<String> kept = new ArrayList<>();
        private long head;
        private long lpos;
        private long sequence;

        Ring(int dataRing, long firstLpos, boolean endsAtEnd) {
            this.dataRing = dataRing;
            this.endsAtEnd = endsAtEnd;
            lpos = firstLpos;
            head = (1L << 32) - (1 << COUNT_BITS) - 1;
            kernel.bytes.putLong(DESCS + slot(head) * 24, head | 3L << 62);
        }

        private static int slot(long id) {
            return (int) (id & ((1 << COUNT_BITS) - 1));
        }

        void store(String text) {
            head = head + 1 & MASK;
            int desc = DESCS + slot(head) * 24;
            int info = INFOS + slot(head) * 88;
            int size = 1 << SIZE_BITS;
            kernel.bytes.putLong(desc, head | 2L << 62);
            if (text.isEmpty()) {
                kernel.bytes.putLong(desc + 8, 3);
                kernel.bytes.putLong(desc + 16, 3);
            } else {
                long length = (8 + text.length() + 7) / 8 * 8;
                long begin = lpos;
                long next = begin + length;
                long at = begin % size;
                boolean wraps =
                        endsAtEnd ? begin / size != (next - 1) / size : begin / size != next / size;
                if (wraps) {
                    next = (begin / size + 1) * size + length;
                    at = 0;
                }
                kernel.bytes.putLong(DATA + (int) at, head);
                kernel.text(DATA + (int) at + 8, text);
                kernel.bytes.putLong(desc + 8, begin);
                kernel.bytes.putLong(desc + 16, next);
                lpos = next;
            }
            kernel.bytes.putLong(info, sequence);
            kernel.bytes.putLong(info + 8, sequence * 1_000_000);
            kernel.bytes.putShort(info + 16, (short) text.length());
            kernel.bytes.put(info + 19, (byte) (4 << 5));
            kernel.bytes.putInt(info + 20, 1 << 31 | 1);
            sequence++;
            kept.add(text);
        }

        FakeKernel done() {
            kernel.bytes.putLong(0, FakeKernel.at(0x100));
            int ring = 0x100;
            kernel.bytes.putInt(ring, COUNT_BITS);
            kernel.bytes.putLong(ring + 8, FakeKernel.at(DESCS));
            kernel.bytes.putLong(ring + 0x10, FakeKernel.at(INFOS));
            kernel.bytes.putLong(ring + 0x18, head);
            long most = Math.min(sequence, (1 << COUNT_BITS) - 1);
            kernel.bytes.putLong(ring + 0x20, head - most & MASK);
            kernel.bytes.putInt(ring + dataRing, SIZE_BITS);
            kernel.bytes.putLong(ring + dataRing + 8, FakeKernel.at(DATA));
            return kernel.symbol("prb", 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x28, 0x30})
    void readsTheRingWhereverItsTextsAre(int dataRing) {
        Ring ring = new Ring(dataRing, 0, false);
        for (int i = 0; i < 10; i++) {
            ring.store(i == 4 ? "" : "record " + i);
        }
        KernelLog log = log(ring.done());
        assertThat(log.records().stream().map(LogRecord::text)).isEqualTo(ring.kept);
        assertThat(log.skipped()).isZero();
        assertThat(log.overwritten()).isFalse();
        assertThat(log.records().getLast().caller()).contains("C1");
        assertThat(log.records().getLast().printed()).isEqualTo("[    0.009000] record 9");
    }

    @Test
    void readsARingThatHasWrappedInBothWays() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            boolean late = round % 2 == 0;
            Ring ring = new Ring(late ? 0x30 : 0x28, 8L * random.nextInt(128), late);
            for (int i = random.nextInt(3, 300); i > 0; i--) {
                ring.store("x".repeat(random.nextInt(1, 20)) + i);
            }
            KernelLog log = log(ring.done());
            List<String> texts = log.records().stream().map(LogRecord::text).toList();
            assertThat(texts)
                    .isEqualTo(ring.kept.subList(ring.kept.size() - texts.size(), ring.kept.size()))
                    .hasSizeGreaterThanOrEqualTo(Math.min(ring.kept.size(), 24));
        }
    }

    @Test
    void refusesARingOf4GiB() {
        Ring ring = new Ring(0x28, 0, false);
        ring.store("one");
        FakeKernel kernel = ring.done();
        kernel.bytes.putInt(0x100 + 0x28, 30);
        kernel.bytes.putInt(0x100, 32);
        assertThat(LogReader.read(kernel.memory())).isInstanceOf(Unknown.class);
    }

    @Test
    void answersWhateverTheRingHolds() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 1000; round++) {
            Ring ring = new Ring(0x28, 0, false);
            for (int i = 0; i < 20; i++) {
                ring.store("record " + i);
            }
            FakeKernel kernel = ring.done();
            for (int i = 0; i < 20; i++) {
                int at = random.nextInt(0x5000);
                kernel.bytes.put(at, (byte) random.nextInt(256));
            }
            kernel.bytes.put(0x100 + random.nextInt(0x48), (byte) random.nextInt(256));
            assertThat(LogReader.read(kernel.memory())).isInstanceOfAny(Known.class, Unknown.class);
        }
    }
}
