package org.xenoscope.linux;

import org.xenoscope.linux.LogReader.LyingLog;
import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The log of Linux 5.10 and later: `prb` leads to a ring of descriptors, one of infos, and one of
/// texts (kernel/printk/printk_ringbuffer.h, 5.10 to 7.2).
final class RingLog {
    private static final String RING = "printk_ringbuffer";
    private static final String DESCS = "prb_desc_ring";
    private static final String DATA = "prb_data_ring";
    private static final String INFO = "printk_info";
    private static final int MOST_COUNT_BITS = 24;
    private static final int MOST_SIZE_BITS = 30;
    private static final int LEAST_SIZE_BITS = 10;
    private static final int FEWEST_COUNT_BITS = 4;
    private static final long ID_MASK = (1L << 62) - 1;
    private static final int COMMITTED = 1;
    private static final int FINALIZED = 2;

    /// Descriptors and infos together; the largest ring that a kernel can be told to have takes
    /// less.
    private static final long MOST_BYTES = 1L << 29;

    private static final int ID_BYTES = 8;

    private final KernelMemory memory;
    private final SpaceReader reader;
    private final long ring;
    private final long descRing;
    private final long dataRing;

    private RingLog(KernelMemory memory) {
        this.memory = memory;
        this.reader = memory.reader();
        long pointer = memory.symbol("prb").orElseThrow();
        ring = reader.u64(pointer);
        if (!KernelMemory.isPointer(ring)) {
            throw new LyingLog("prb holds %s, no address".formatted(Location.hex(ring)));
        }
        descRing = ring + memory.offset(RING, "desc_ring", 0);
        dataRing = ring + memory.offset(RING, "text_data_ring").orElseGet(this::dataRingOffset);
    }

    static KernelLog read(KernelMemory memory) {
        return new RingLog(memory).records();
    }

    /// Before Linux 6.8 the ring of texts is at 0x28, later at 0x30; stable kernels move.
    private long dataRingOffset() {
        long size = reader.u32(ring + 0x28);
        boolean early =
                size >= LEAST_SIZE_BITS
                        && size <= MOST_SIZE_BITS
                        && KernelMemory.isPointer(reader.u64(ring + 0x30));
        return early ? 0x28 : 0x30;
    }

    private long desc(String member, long otherwise) {
        return descRing + memory.offset(DESCS, member, otherwise);
    }

    private KernelLog records() {
        long countBits = reader.u32(desc("count_bits", 0));
        long sizeBits = reader.u32(dataRing + memory.offset(DATA, "size_bits", 0));
        long descBytes = memory.size("prb_desc").orElse(24);
        long infoBytes = memory.size(INFO).orElse(88);
        if (countBits < FEWEST_COUNT_BITS
                || countBits > MOST_COUNT_BITS
                || sizeBits < LEAST_SIZE_BITS
                || sizeBits > MOST_SIZE_BITS
                || descBytes < 24
                || infoBytes < 24
                || ((descBytes + infoBytes) << countBits) > MOST_BYTES
                || 1L << sizeBits > MOST_BYTES) {
            throw new LyingLog(
                    "the ring at %s says that it has 2^%d records and 2^%d bytes, which cannot be"
                            .formatted(reader.at(ring), countBits, sizeBits));
        }
        Window descs = table("descs", 8, descBytes << countBits);
        Window infos = table("infos", 0x10, infoBytes << countBits);
        long data = reader.u64(dataRing + memory.offset(DATA, "data", 8));
        Window texts = window(data, 1L << sizeBits);
        long head = reader.u64(desc("head_id", 0x18)) & ID_MASK;
        long tail = reader.u64(desc("tail_id", 0x20)) & ID_MASK;
        Reader found =
                new Reader(
                        descs,
                        infos,
                        texts,
                        data,
                        (int) descBytes,
                        (int) infoBytes,
                        (int) countBits,
                        (int) sizeBits);
        found.walk(tail, head);
        boolean overwritten = !found.records.isEmpty() && found.records.getFirst().sequence() > 0;
        return new KernelLog(
                found.records,
                "printk_ringbuffer",
                1L << sizeBits,
                overwritten,
                found.skipped,
                reader.at(ring));
    }

    private Window table(String member, long otherwise, long length) {
        return window(reader.u64(desc(member, otherwise)), length);
    }

    private Window window(long address, long length) {
        if (!KernelMemory.isPointer(address)) {
            throw new LyingLog(
                    "the ring at %s leads to %s, no address"
                            .formatted(reader.at(ring), Location.hex(address)));
        }
        return new Window(reader, address, (int) length);
    }

    /// Reads the records of the three arrays.
    private final class Reader {
        private final Window descs;
        private final Window infos;
        private final Window texts;
        private final long data;
        private final int descBytes;
        private final int infoBytes;
        private final int countBits;
        private final int sizeBits;
        private final int stateAt = (int) memory.offset("prb_desc", "state_var", 0);
        private final int blockAt = (int) memory.offset("prb_desc", "text_blk_lpos", 8);
        private final int sequenceAt = (int) memory.offset(INFO, "seq", 0);
        private final int stampAt = (int) memory.offset(INFO, "ts_nsec", 8);
        private final int lengthAt = (int) memory.offset(INFO, "text_len", 0x10);
        private final int facilityAt = (int) memory.offset(INFO, "facility", 0x12);
        private final int callerAt = (int) memory.offset(INFO, "caller_id", 0x14);
        private final List<LogRecord> records = new ArrayList<>();
        private int skipped;

        Reader(
                Window descs,
                Window infos,
                Window texts,
                long data,
                int descBytes,
                int infoBytes,
                int countBits,
                int sizeBits) {
            this.descs = descs;
            this.infos = infos;
            this.texts = texts;
            this.data = data;
            this.descBytes = descBytes;
            this.infoBytes = infoBytes;
            this.countBits = countBits;
            this.sizeBits = sizeBits;
        }

        void walk(long tail, long head) {
            long count = Math.min(((head - tail) & ID_MASK) + 1, 1L << countBits);
            for (long i = 0; i < count; i++) {
                record((tail + i) & ID_MASK, i == 0);
            }
        }

        private void record(long id, boolean first) {
            int slot = (int) (id & ((1L << countBits) - 1));
            int desc = slot * descBytes;
            int info = slot * infoBytes;
            if (!descs.has(desc, descBytes) || !infos.has(info, infoBytes)) {
                skipped++;
                return;
            }
            long state = descs.u64(desc + stateAt);
            int phase = (int) (state >>> 62);
            if ((state & ID_MASK) != id || (phase != COMMITTED && phase != FINALIZED)) {
                // until the first wrap the oldest descriptor is one that was never used
                skipped += first ? 0 : 1;
                return;
            }
            long begin = descs.u64(desc + blockAt);
            long next = descs.u64(desc + blockAt + 8);
            int length = infos.u16(info + lengthAt);
            OptionalInt text = text(id, begin, next, length);
            if (text.isEmpty()) {
                skipped++;
                return;
            }
            int at = text.getAsInt();
            int shown = at < 0 ? 0 : length;
            records.add(
                    new LogRecord(
                            infos.u64(info + sequenceAt),
                            OptionalLong.of(infos.u64(info + stampAt)),
                            OptionalInt.of(infos.u8(info + facilityAt + 1) >> 5),
                            infos.u8(info + facilityAt),
                            caller(infos.s32(info + callerAt)),
                            at < 0 ? "" : texts.text(at, shown),
                            at < 0 ? Optional.empty() : Optional.of(reader.at(data + at))));
        }

        /// {@return where the text of a record begins; negative if it has none, empty if it is
        /// lost}
        private OptionalInt text(long id, long begin, long next, int length) {
            if ((begin & 1) != 0 && (next & 1) != 0) {
                return OptionalInt.of(-1);
            }
            long mask = (1L << sizeBits) - 1;
            boolean wrapped = begin >>> sizeBits != next >>> sizeBits && (next & mask) != 0;
            long block = wrapped ? 0 : begin & mask;
            boolean sound =
                    texts.has(block, ID_BYTES + (long) length)
                            && (texts.u64((int) block) & ID_MASK) == id;
            return sound ? OptionalInt.of((int) block + ID_BYTES) : OptionalInt.empty();
        }
    }

    private static Optional<String> caller(int id) {
        return id == 0
                ? Optional.empty()
                : Optional.of((id < 0 ? "C" : "T") + (id & Integer.MAX_VALUE));
    }
}
