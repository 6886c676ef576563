package org.xenoscope.cpu.trace;

import org.xenoscope.place.Progress;
import org.xenoscope.space.SpaceReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds ORC tables without any symbol, by what must be true of them: numbers that, each added to
/// its own address, never fall and begin at the start of a page of code.
///
/// In a kernel the entries follow the addresses, in a module they precede them (measured in Linux
/// 5.10, 6.1 and 6.12).
final class OrcSearch {
    /// Where the image of a kernel on x86_64 may be (Documentation/x86/x86_64/mm.rst).
    private static final long IMAGE = 0xffff_ffff_8000_0000L;

    private static final long IMAGE_END = 0xffff_ffff_c000_0000L;

    /// No image is larger: what is searched and what a distance may be.
    private static final int IMAGE_BYTES = 256 << 20;

    /// A kernel has some hundred thousand entries, and no other list of that form ten thousand.
    private static final int FEWEST = 10_000;

    /// A run may go on by chance behind the table's end.
    private static final int OVERSHOOT = 64;

    private static final int PIECE = 1 << 20;
    private static final long PAGE = 4096;

    /// A module's text and data lie in regions of their own, of which this is the furthest apart.
    private static final int MODULE_BEFORE = 1 << 20;

    private static final int MODULE_BYTES = 3 << 20;
    private static final int FEWEST_OF_MODULE = 8;

    private final SpaceReader reader;

    OrcSearch(SpaceReader reader) {
        this.reader = reader;
    }

    static int[] numbers(byte[] raw, int count) {
        int[] numbers = new int[count];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(numbers);
        return numbers;
    }

    /// {@return the kernel's table, if there is one}
    Optional<OrcTable> kernel() {
        OptionalLong first = reader.space().nextReadable(IMAGE);
        if (first.isEmpty() || Long.compareUnsigned(first.getAsLong(), IMAGE_END) >= 0) {
            return Optional.empty();
        }
        long start = first.getAsLong() & -PAGE;
        long end = start + Math.min(IMAGE_BYTES, IMAGE_END - start);
        Run run = new Run();
        for (long at = start; at < end; at += PIECE) {
            Progress.current().check();
            if (!reader.readable(at)) {
                OptionalLong next = reader.space().nextReadable(at);
                if (next.isEmpty() || Long.compareUnsigned(next.getAsLong(), end) >= 0) {
                    break;
                }
                at = next.getAsLong() & -PAGE;
                run.length = 0;
            }
            int[] words = numbers(reader.bytesOrZeros(at, PIECE), PIECE / 4);
            for (int i = 0; i < words.length; i++) {
                if (run.add(at + 4L * i, words[i])) {
                    continue;
                }
                Optional<OrcTable> table = run.length >= FEWEST ? whole(run) : Optional.empty();
                if (table.isPresent()) {
                    return table;
                }
                run.restart(at + 4L * i, words[i]);
            }
        }
        return Optional.empty();
    }

    /// The entries follow the addresses; where the addresses end is where entries begin.
    private Optional<OrcTable> whole(Run run) {
        for (int count = run.length; count > run.length - OVERSHOOT && count >= FEWEST; count--) {
            Optional<OrcTable> table =
                    OrcTables.read(reader, run.start, count, run.start + 4L * count);
            if (table.isPresent() && startsSoundly(run.start + 4L * count)) {
                return table;
            }
        }
        return Optional.empty();
    }

    /// The first entry is that of a function's first byte, or of code without data.
    private boolean startsSoundly(long entries) {
        byte[] bytes = reader.bytesOrZeros(entries, OrcEntry.BYTES * 16);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 16; i++) {
            int word = buffer.getShort(OrcEntry.BYTES * i + 4) & 0xffff;
            if (!OrcLayout.possible(word)) {
                return false;
            }
        }
        return true;
    }

    /// {@return the table of the module that an address is in, if one is found near it}
    Optional<OrcTable> module(long ip) {
        long start = (ip & -PAGE) - MODULE_BEFORE;
        int[] words = numbers(reader.bytesOrZeros(start, MODULE_BYTES), MODULE_BYTES / 4);
        for (int i = 0; i < words.length; ) {
            long place = start + 4L * i;
            long text = place + words[i];
            if (words[i] == 0 || (text & PAGE - 1) != 0 || text > ip || text < start) {
                i++;
                continue;
            }
            int end = i;
            long last = text;
            while (end < words.length) {
                long next = start + 4L * end + words[end];
                if (next < last || next > start + MODULE_BYTES) {
                    break;
                }
                last = next;
                end++;
            }
            if (end - i >= FEWEST_OF_MODULE && last >= ip) {
                Optional<OrcTable> table = beforeTable(place, end - i, ip);
                if (table.isPresent()) {
                    return table;
                }
            }
            i++;
        }
        return Optional.empty();
    }

    /// The first entry of a module is that of a function's first byte: the return address is the
    /// word at the stack pointer. That tells how many entries there are, where the run is too long.
    private Optional<OrcTable> beforeTable(long place, int length, long ip) {
        int fewest = Math.max(FEWEST_OF_MODULE, length - OVERSHOOT);
        for (int count = length; count >= fewest; count--) {
            long entries = place - (long) OrcEntry.BYTES * count;
            ByteBuffer first =
                    ByteBuffer.wrap(reader.bytesOrZeros(entries, OrcEntry.BYTES))
                            .order(ByteOrder.LITTLE_ENDIAN);
            boolean function = first.getShort(0) == 8 && (first.getShort(4) & 15) == 5;
            if (!function) {
                continue;
            }
            Optional<OrcTable> table = OrcTables.read(reader, place, count, entries);
            if (table.isPresent() && table.get().covers(ip)) {
                return table;
            }
        }
        return Optional.empty();
    }

    /// Words that follow each other and, added to their own addresses, never fall.
    private static final class Run {
        private long start;
        private long last;
        private int length;

        boolean add(long place, int word) {
            long value = place + word;
            boolean goesOn =
                    length > 0 && word != 0 && value >= last && Math.abs((long) word) < IMAGE_BYTES;
            if (goesOn) {
                last = value;
                length++;
            }
            return goesOn;
        }

        void restart(long place, int word) {
            long value = place + word;
            start = place;
            last = value;
            boolean text = word < 0 && word > -IMAGE_BYTES && (value & PAGE - 1) == 0;
            length = text ? 1 : 0;
        }
    }
}
