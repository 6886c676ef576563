package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/// `xenoscope read`: bytes, holes with their reason.
@Command(
        name = "read",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints bytes; what the dump lacks is a hole with its reason.",
        footer = {
            "",
            "--raw writes the bytes themselves up to the first hole, and then ends with 3.",
            "",
            "Examples:",
            "  xenoscope read vmcore dom0:0xffffffff82161900 197",
            "  xenoscope read vmcore machine:0x1000 0x1000 --raw > page"
        })
final class ReadCommand extends DumpCommand {
    private static final int BLOCK = 1 << 16;
    private static final int ROW = 16;

    @Parameters(index = "1", paramLabel = "LOCATION", description = "space:address")
    private String location = "";

    @Parameters(index = "2", paramLabel = "LENGTH", description = "bytes, decimal or 0x…")
    private String length = "";

    @Option(names = "--raw", description = "the bytes themselves, up to the first hole")
    private boolean raw;

    private boolean anything;

    @Override
    int run(Dump dump) {
        Location start;
        long bytes;
        try {
            start = dump.location(location);
            bytes = length(length);
        } catch (IllegalArgumentException exception) {
            error(String.valueOf(exception.getMessage()));
            return ExitStatus.WRONG_USAGE;
        }
        return raw ? raw(dump, start, bytes) : text(dump, start, bytes);
    }

    /// Reads a length: decimal, or hexadecimal behind `0x`.
    private static long length(String text) {
        try {
            long bytes =
                    text.startsWith("0x") || text.startsWith("0X")
                            ? Long.parseLong(text.substring(2), 16)
                            : Long.parseLong(text);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "\"%s\" is not a length; write bytes as 4096 or 0x1000".formatted(text));
    }

    private int raw(Dump dump, Location start, long bytes) {
        Space space = dump.spaces().get(start.space());
        try {
            OutputStream out = new BufferedOutputStream(System.out, BLOCK);
            for (long done = 0; done < bytes && !unread(); ) {
                Chunk chunk = block(space, start.address(), done, bytes);
                int present = chunk.length() == 0 ? 0 : chunk.presentFrom(0);
                out.write(chunk.copy(0, present));
                done += present;
                if (present == 0 || present < chunk.length()) {
                    out.flush();
                    error(hole(dump, start.space(), space, start.address() + done));
                    return ExitStatus.NOTHING_THERE;
                }
            }
            out.flush();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return ExitStatus.DONE;
    }

    private static Chunk block(Space space, long address, long done, long bytes) {
        return space.read(address + done, (int) Math.min(BLOCK, bytes - done));
    }

    private int text(Dump dump, Location start, long bytes) {
        Space space = dump.spaces().get(start.space());
        long done = 0;
        while (done < bytes && !unread()) {
            Chunk chunk = block(space, start.address(), done, bytes);
            if (chunk.length() == 0) {
                out().println(hole(dump, start.space(), space, start.address() + done));
                break;
            }
            print(dump, start, space, chunk);
            done += chunk.length();
        }
        return anything ? ExitStatus.DONE : ExitStatus.NOTHING_THERE;
    }

    private void print(Dump dump, Location start, Space space, Chunk chunk) {
        int index = 0;
        while (index < chunk.length()) {
            int present = chunk.presentFrom(index);
            if (present > 0) {
                anything = true;
                rows(chunk, index, present);
                index += present;
                continue;
            }
            int end = index;
            while (end < chunk.length() && chunk.hole(end).equals(chunk.hole(index))) {
                end++;
            }
            out().printf(
                            "%016x  %d bytes: %s%n",
                            chunk.address() + index,
                            end - index,
                            hole(dump, start.space(), space, chunk.address() + index));
            index = end;
        }
    }

    private void rows(Chunk chunk, int start, int length) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int done = 0; done < length; done += ROW) {
            int count = Math.min(ROW, length - done);
            byte[] row = chunk.copy(start + done, count);
            StringBuilder text = new StringBuilder();
            for (byte value : row) {
                text.append(value >= 0x20 && value < 0x7f ? (char) value : '.');
            }
            out().printf(
                            "%016x  %-47s  %s%n",
                            chunk.address() + start + done, hex.formatHex(row), text);
        }
    }

    private static String hole(
            Dump dump, org.xenoscope.place.SpaceId id, Space space, long address) {
        return dump.spaces()
                .explain(new Location(id, address))
                .hole()
                .map(Hole::toString)
                .orElseGet(
                        () ->
                                Long.compareUnsigned(address, space.lastAddress()) > 0
                                        ? "the space ends at " + Location.hex(space.lastAddress())
                                        : HoleReason.IO_ERROR + ": the file could not be read");
    }
}
