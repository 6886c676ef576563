package org.xenoscope.image.kdump;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lzo.LzoDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Turns stored bytes into pages. Any thread may ask; those that work are kept for the next one.
final class PageDecoder implements AutoCloseable {
    /// Inflaters that wait for work: more threads than this do not read at once.
    private static final int MOST_IDLE = 16;

    private final ArrayBlockingQueue<Inflater> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    /// Decodes one page.
    ///
    /// @param page the page to fill, of just its size
    /// @return an empty string, or what is wrong with the bytes, in words that follow "stored page"
    String decode(Codec codec, byte[] stored, byte[] page) {
        return switch (codec) {
            case RAW -> raw(stored, page);
            case ZLIB -> inflate(stored, page);
            case LZO -> decompress(new LzoDecompressor(), codec, stored, page);
            case SNAPPY -> decompress(new SnappyJavaDecompressor(), codec, stored, page);
            case ZSTD -> decompress(new ZstdJavaDecompressor(), codec, stored, page);
        };
    }

    private static String raw(byte[] stored, byte[] page) {
        if (stored.length != page.length) {
            return wrongLength(stored.length, page.length);
        }
        System.arraycopy(stored, 0, page, 0, page.length);
        return "";
    }

    private String inflate(byte[] stored, byte[] page) {
        Inflater waiting = idle.poll();
        Inflater inflater = waiting == null ? new Inflater() : waiting;
        try {
            return inflate(inflater, stored, page);
        } catch (DataFormatException _) {
            return "is no zlib stream";
        } finally {
            inflater.reset();
            if (!idle.offer(inflater)) {
                inflater.end();
            }
        }
    }

    private static String inflate(Inflater inflater, byte[] stored, byte[] page)
            throws DataFormatException {
        inflater.setInput(stored);
        int done = 0;
        while (done < page.length) {
            int more = inflater.inflate(page, done, page.length - done);
            if (more == 0) {
                return inflater.finished()
                        ? wrongLength(done, page.length)
                        : "is a zlib stream that was cut short";
            }
            done += more;
        }
        // one byte more would be a page that is not as long as a page; none ends the stream
        if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
            return "holds more than %d bytes".formatted(page.length);
        }
        return inflater.finished() ? "" : "is a zlib stream that was cut short";
    }

    private static String decompress(
            Decompressor decompressor, Codec codec, byte[] stored, byte[] page) {
        try {
            int done = decompressor.decompress(stored, 0, stored.length, page, 0, page.length);
            return done == page.length ? "" : wrongLength(done, page.length);
        } catch (MalformedInputException
                | IllegalArgumentException
                | IndexOutOfBoundsException exception) {
            return "does not decode as %s (%s)".formatted(codec.text(), reason(exception));
        }
    }

    private static String reason(RuntimeException exception) {
        @Nullable String message = exception.getMessage();
        return message == null || message.isBlank() ? "malformed" : message;
    }

    private static String wrongLength(long done, int expected) {
        return "holds %d bytes, not %d".formatted(done, expected);
    }

    /// Gives back what waits. Threads that still read are not disturbed.
    @Override
    public void close() {
        Inflater[] waiting = idle.toArray(Inflater[]::new);
        idle.removeAll(Arrays.asList(waiting));
        for (Inflater inflater : waiting) {
            inflater.end();
        }
    }
}
