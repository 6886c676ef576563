package org.xenoscope.linux;

import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Space;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel's image as it is mapped: text, data and zeroed data in one piece, with gaps.
///
/// A 64-bit kernel lies in the last 2 GiB of the address space, at 0xffffffff80000000 and above;
/// below 0xffffffffc0000000, where modules begin at the latest
/// (Documentation/arch/x86/x86_64/mm.rst).
final class KernelImage {
    static final long FIRST = 0xffff_ffff_8000_0000L;
    private static final long BEHIND = 0xffff_ffff_c000_0000L;

    /// Five times what a large kernel has.
    private static final long MOST_BYTES = 256L << 20;

    /// Pieces further apart than this are not one image: modules, fixed mappings.
    private static final long GAP = 12L << 20;

    private static final int PAGE = 4096;
    private static final int MOST_BANNERS = 16;
    private static final byte[] NEEDLE = "Linux version ".getBytes(StandardCharsets.ISO_8859_1);
    private static final Pattern BANNER =
            Pattern.compile("Linux version [0-9]+\\.[0-9]+[^ ]* \\(.*\\n");

    private final long start;
    private final byte[] bytes;
    private final BitSet missing;
    private final List<Banner> banners;

    /// A text that may be the banner.
    ///
    /// @param address where it begins
    /// @param text without the new line
    record Banner(long address, String text) {}

    private KernelImage(long start, byte[] bytes, BitSet missing) {
        this.start = start;
        this.bytes = bytes;
        this.missing = missing;
        this.banners = findBanners();
    }

    /// {@return the image that has a banner; nothing if no kernel is mapped}
    static Optional<KernelImage> find(Space space) {
        long at = space.nextReadable(FIRST).orElse(BEHIND) & -PAGE;
        while (at >= FIRST && at < BEHIND) {
            Progress.current().check();
            KernelImage image = read(space, at);
            if (!image.banners.isEmpty()) {
                return Optional.of(image);
            }
            long end = at + image.bytes.length;
            at = end < BEHIND ? space.nextReadable(end).orElse(BEHIND) & -PAGE : BEHIND;
        }
        return Optional.empty();
    }

    /// Reads what is mapped from `start` on, up to a gap that is too large for an image.
    private static KernelImage read(Space space, long start) {
        byte[] bytes = new byte[(int) (end(space, start) - start)];
        return new KernelImage(start, bytes, space.readInto(start, bytes, bytes.length));
    }

    /// {@return the address behind the last page of the piece that begins at `start`}
    private static long end(Space space, long start) {
        long most = Math.min(BEHIND - start, MOST_BYTES);
        long end = start + PAGE;
        for (long at = end; at - start < most && at - end <= GAP; at += PAGE) {
            if (space.locate(at) >= 0) {
                end = at + PAGE;
            }
        }
        return end;
    }

    /// {@return the address of the first byte}
    long start() {
        return start;
    }

    /// {@return all bytes from the first to the last mapped one; a missing one is 0}
    byte[] bytes() {
        return bytes;
    }

    /// {@return bytes that the dump holds of it}
    long present() {
        return bytes.length - (long) PAGE * missing.get(0, bytes.length / PAGE).cardinality();
    }

    /// {@return the texts that may be the banner}
    List<Banner> banners() {
        return banners;
    }

    /// {@return whether an address lies in it}
    boolean covers(long address) {
        return Long.compareUnsigned(address - start, bytes.length) < 0;
    }

    /// {@return a piece of it, its missing bytes as 0xff; nothing if it is not all inside}
    Optional<byte[]> slice(long address, long length) {
        if (!covers(address) || length < 0 || length > bytes.length - (address - start)) {
            return Optional.empty();
        }
        int from = (int) (address - start);
        byte[] slice = Arrays.copyOfRange(bytes, from, from + (int) length);
        for (int page = missing.nextSetBit(from / PAGE);
                page >= 0 && (long) page * PAGE < from + length;
                page = missing.nextSetBit(page + 1)) {
            int first = Math.max(0, page * PAGE - from);
            Arrays.fill(slice, first, (int) Math.min(length, (page + 1L) * PAGE - from), (byte) -1);
        }
        return Optional.of(slice);
    }

    /// {@return the offset of `needle` at or behind `from`, or -1}
    int find(byte[] needle, int from) {
        byte first = needle[0];
        for (int at = from; at <= bytes.length - needle.length; at++) {
            if (bytes[at] == first
                    && Arrays.equals(bytes, at, at + needle.length, needle, 0, needle.length)) {
                return at;
            }
        }
        return -1;
    }

    private List<Banner> findBanners() {
        List<Banner> found = new ArrayList<>();
        int at = find(NEEDLE, 0);
        while (at >= 0 && found.size() < MOST_BANNERS) {
            int end = at;
            while (end < bytes.length && end < at + 512 && bytes[end] != 0) {
                end++;
            }
            String text = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
            Matcher matcher = BANNER.matcher(text);
            if (matcher.matches()) {
                found.add(new Banner(start + at, text.strip()));
            }
            at = find(NEEDLE, at + 1);
        }
        return found;
    }

    /// {@return the banner: the one at `linux_banner`; without that symbol the longest with a build
    /// number} Some kernels carry a second, weaker one without it.
    Banner banner(Optional<Long> symbol) {
        return symbol.flatMap(
                        address ->
                                banners.stream()
                                        .filter(banner -> banner.address() == address)
                                        .findFirst())
                .orElseGet(
                        () ->
                                banners.stream()
                                        .max(Comparator.comparingInt(KernelImage::weight))
                                        .orElseThrow());
    }

    private static int weight(Banner banner) {
        return banner.text().matches(".*#[0-9].*") ? 1000 + banner.text().length() : 0;
    }

    @Override
    public String toString() {
        return "%s, %d bytes".formatted(Location.hex(start), bytes.length);
    }
}
