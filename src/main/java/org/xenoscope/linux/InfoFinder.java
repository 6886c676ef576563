package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds VMCOREINFO in a kernel's memory: `vmcoreinfo_data` leads to the text; without symbols it
/// is searched in the whole machine by its first words.
final class InfoFinder {
    private static final String FIRST = "OSRELEASE=";
    private static final int PIECE = 1 << 20;
    private static final int PAGE = 4096;

    /// Behind the name of a note, which begins a page: the text of the note's own page.
    private static final int TEXT_IN_NOTE = 64;

    private InfoFinder() {}

    static Optional<KernelInfo> bySymbol(KernelMemory memory) {
        OptionalLong data = memory.pointer("vmcoreinfo_data");
        OptionalLong size = memory.number("vmcoreinfo_size");
        if (data.isEmpty() || size.isEmpty() || size.getAsLong() > KernelInfo.MOST_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] bytes = memory.reader().bytes(data.getAsLong(), (int) size.getAsLong());
            return parse(bytes, 0, bytes.length);
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    /// Searches the machine's memory: the text begins a page, or stands behind a note's header at a
    /// page's start.
    ///
    /// @param release the kernel's release, so that no other kernel's is taken
    static Optional<KernelInfo> bySearch(Space machine, String release) {
        long at = machine.nextReadable(0).orElse(-1L);
        while (at != -1L) {
            Progress.current().check();
            int length = (int) Math.min(PIECE, PIECE - (at & (PIECE - 1)));
            Chunk chunk = machine.read(at, length);
            Optional<KernelInfo> found = inChunk(chunk, release);
            if (found.isPresent()) {
                return found;
            }
            at = at + length < 0 ? -1L : machine.nextReadable(at + length).orElse(-1L);
        }
        return Optional.empty();
    }

    private static Optional<KernelInfo> inChunk(Chunk chunk, String release) {
        int first = (int) (-chunk.address() & (PAGE - 1));
        for (int page = first; page + TEXT_IN_NOTE <= chunk.length(); page += PAGE) {
            for (int start = page; start < page + TEXT_IN_NOTE; start += 4) {
                if (chunk.value(start) != 'O' || chunk.presentFrom(page) < TEXT_IN_NOTE) {
                    continue;
                }
                int present = Math.min(chunk.presentFrom(start), KernelInfo.MOST_BYTES);
                Optional<KernelInfo> found =
                        parse(chunk.copy(start, Math.min(present, 4 * PAGE)), 0, 4 * PAGE)
                                .filter(info -> info.release().equals(Optional.of(release)));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<KernelInfo> parse(byte[] bytes, int from, int most) {
        int end = from;
        while (end < bytes.length && end < most && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        return text.startsWith(FIRST) && text.contains("PAGESIZE=") && text.contains("SYMBOL(")
                ? Optional.of(KernelInfo.of(text))
                : Optional.empty();
    }
}
