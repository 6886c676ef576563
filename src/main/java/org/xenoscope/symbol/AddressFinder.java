package org.xenoscope.symbol;

import org.xenoscope.symbol.CompressedSymbols.Kind;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/// Finds and reads the addresses of a compressed table, whatever shape they have.
///
/// Before the number of names: 64- or 32-bit addresses (Linux to 4.5, Xen 3.x), 32-bit offsets and
/// their base (Linux 4.6 to 6.3), 32-bit offsets from XEN_VIRT_START (Xen 4.0 on). Behind the index
/// of the tokens: offsets and their base (Linux 6.4 to 6.14), offsets each from itself (Linux 7.2).
/// Source: Linux scripts/kallsyms.c 2.6.10 to 7.2, Xen xen/tools/symbols.c 3.0 to 4.21. The shape
/// decides, never a version: stable kernels move.
final class AddressFinder {
    /// A kernel's image lies in the last 2 GiB of 64-bit addresses.
    private static final long KERNEL_64 = 0xffff_ffff_8000_0000L;

    private static final long KERNEL_32 = 0xc000_0000L;
    private static final long XEN_32 = 0xfc00_0000L;

    /// Xen's own part of 64-bit addresses.
    private static final long XEN_64 = 0xffff_8280_0000_0000L;

    private static final long XEN_64_END = 0xffff_8800_0000_0000L;

    /// Xen's image begins here in its window of 1 GiB and ends in it.
    private static final long XEN_IMAGE = 0x10_0000L;

    private static final long XEN_WINDOW = 1L << 30;
    private static final long PAGE = 0xfff;

    /// Bytes from the first to the last symbol of the smallest kernel.
    private static final long LEAST_SPREAD = 1 << 12;

    private final Region region;
    private final PackedNames names;
    private final int indexEnd;
    private final int count;
    private Optional<AddressPart> best = Optional.empty();

    AddressFinder(Region region, PackedNames names, int indexEnd) {
        this.region = region;
        this.names = names;
        this.indexEnd = indexEnd;
        this.count = names.count();
    }

    /// {@return the first reading that is right throughout, else the one with the fewest addresses
    /// out of order} A reading that is off by one has one wrong address, as damage may have.
    Optional<AddressPart> find() {
        for (int padding = 0; padding <= 4 && !perfect(); padding += 4) {
            int end = names.countAt() - padding;
            if (region.zeros(end, names.countAt())) {
                basedBefore(end);
                consider(() -> absolute64(end));
                consider(() -> xenOffsets(end));
                consider(() -> absolute32(end));
                consider(() -> based32Before(end));
            }
        }
        int first = (indexEnd + 3) & ~3;
        for (int start = first; start < first + 16; start += 4) {
            basedBehind(start);
        }
        for (int start = first; start < first + 16; start += 4) {
            int at = start;
            consider(() -> fromThemselves(at));
        }
        return best;
    }

    private void consider(Supplier<Optional<AddressPart>> reading) {
        if (perfect()) {
            return;
        }
        Optional<AddressPart> found = reading.get();
        if (found.isPresent() && (best.isEmpty() || wrong(found) < wrong(best))) {
            best = found;
        }
    }

    private boolean perfect() {
        return best.isPresent() && wrong(best) == 0;
    }

    private static int wrong(Optional<AddressPart> part) {
        return part.orElseThrow().wrong().cardinality();
    }

    private void basedBefore(int end) {
        if (end >= 8 && isBase(region.u64(end - 8))) {
            long base = region.u64(end - 8);
            consider(() -> offsets(end - 8 - 4 * count, base));
            consider(() -> offsets(end - 12 - 4 * count, base));
        }
    }

    private void basedBehind(int start) {
        for (int padding = 0; padding <= 4; padding += 4) {
            int at = start + 4 * count + padding;
            if (at <= region.size() - 8 && isBase(region.u64(at))) {
                consider(() -> offsets(start, region.u64(at)));
            }
        }
    }

    private static boolean isBase(long base) {
        return Long.compareUnsigned(base, KERNEL_64) >= 0 && (base & PAGE) == 0;
    }

    /// Offsets from a base; with per-CPU symbols one below 0 counts from the base, one above is the
    /// address itself (KALLSYMS_ABSOLUTE_PERCPU).
    private Optional<AddressPart> offsets(int start, long base) {
        if (!holds(start, 4)) {
            return Optional.empty();
        }
        int negative = 0;
        for (int i = 0; i < count; i++) {
            negative += region.s32(start + 4 * i) < 0 ? 1 : 0;
        }
        if (negative <= count / 2) {
            return plain(
                    Kind.LINUX,
                    "offsets from a base",
                    i -> base + region.u32(start + 4 * i),
                    start);
        }
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            int offset = region.s32(start + 4 * i);
            addresses[i] = offset >= 0 ? offset : base - 1 - offset;
        }
        return Order.wrong(Order.unsigned(addresses))
                .map(
                        wrong ->
                                new AddressPart(
                                        Kind.LINUX,
                                        "offsets from a base, per-CPU symbols absolute",
                                        addresses,
                                        wrong));
    }

    private Optional<AddressPart> absolute64(int end) {
        int start = end - 8 * count;
        if (!holds(start, 8)) {
            return Optional.empty();
        }
        int canonical = 0;
        for (int i = 0; i < count; i++) {
            canonical += region.u64(start + 8 * i) >> 47 == -1 ? 1 : 0;
        }
        if (canonical <= count / 2) {
            return Optional.empty();
        }
        long middle = region.u64(start + 8 * (count / 2));
        boolean xen =
                Long.compareUnsigned(middle, XEN_64) >= 0
                        && Long.compareUnsigned(middle, XEN_64_END) < 0;
        return plain(
                xen ? Kind.XEN : Kind.LINUX,
                "64-bit addresses",
                i -> region.u64(start + 8 * i),
                start);
    }

    private Optional<AddressPart> xenOffsets(int end) {
        int start = end - 4 * count;
        if (!holds(start, 4)
                || region.u32(start + 4 * (count / 2)) < XEN_IMAGE
                || region.u32(start + 4 * (count - 1)) >= XEN_WINDOW) {
            return Optional.empty();
        }
        long origin = region.vaddr() & -XEN_WINDOW;
        return plain(
                Kind.XEN,
                "offsets from the start of Xen's window",
                i -> origin + region.u32(start + 4 * i),
                start);
    }

    private Optional<AddressPart> absolute32(int end) {
        int start = end - 4 * count;
        if (!holds(start, 4) || region.u32(start + 4 * (count / 2)) < KERNEL_32) {
            return Optional.empty();
        }
        boolean xen = region.u32(start + 4 * (count / 2)) >= XEN_32;
        return plain(
                xen ? Kind.XEN : Kind.LINUX,
                "32-bit addresses",
                i -> region.u32(start + 4 * i),
                start);
    }

    private Optional<AddressPart> based32Before(int end) {
        if (end < 4 || region.u32(end - 4) < KERNEL_32 || (region.u32(end - 4) & PAGE) != 0) {
            return Optional.empty();
        }
        long base = region.u32(end - 4);
        int start = end - 4 - 4 * count;
        return !holds(start, 4) || region.u32(start + 4 * (count - 1)) > 0xffff_ffffL - base
                ? Optional.empty()
                : plain(
                        Kind.LINUX,
                        "32-bit offsets from a base",
                        i -> base + region.u32(start + 4 * i),
                        start);
    }

    /// Each offset counts from the place where it stands.
    private Optional<AddressPart> fromThemselves(int start) {
        if (!holds(start, 4) || region.s32(start) >= 0) {
            return Optional.empty();
        }
        long last = region.s32(start + 4 * (count - 1)) + 4L * (count - 1);
        return last - region.s32(start) < LEAST_SPREAD
                ? Optional.empty()
                : plain(
                        Kind.LINUX,
                        "offsets from themselves",
                        i -> region.vaddr() + start + 4L * i + region.s32(start + 4 * i),
                        start);
    }

    private boolean holds(int start, int width) {
        return start >= 0 && count <= (region.size() - start) / width;
    }

    private Optional<AddressPart> plain(
            Kind kind, String layout, IntToLongFunction address, int start) {
        long[] addresses = new long[count];
        Arrays.setAll(addresses, address);
        if (start < 0 || (count > 1 && addresses[0] == addresses[count - 1])) {
            return Optional.empty();
        }
        return Order.wrong(Order.unsigned(addresses))
                .map(wrong -> new AddressPart(kind, layout, addresses, wrong));
    }
}
