package org.xenoscope.window.memory;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Spaces;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Writes rows as a person wants them, off the JavaFX thread, so that painting only draws.
final class RowWriter {
    private static final int WORD = 8;
    private static final String[] HEX = new String[256];
    private static final String[] TEXT = new String[256];

    static {
        for (int i = 0; i < 256; i++) {
            HEX[i] = "%02x".formatted(i);
            TEXT[i] = i >= 0x20 && i < 0x7f ? String.valueOf((char) i) : "·";
        }
    }

    private final RowFormat format;
    private final int digits;
    private final Spaces spaces;

    /// @param digits digits of an address
    /// @param spaces asked whether a word is an address
    RowWriter(RowFormat format, int digits, Spaces spaces) {
        this.format = format;
        this.digits = digits;
        this.spaces = spaces;
    }

    /// {@return an address with all its digits}
    static String address(long address, int digits) {
        String hex = Long.toHexString(address);
        return hex.length() >= digits ? hex : "0".repeat(digits - hex.length()) + hex;
    }

    HexItem.Row row(Chunk chunk) {
        return new HexItem.Row(
                chunk, address(chunk.address(), digits), cells(chunk), text(chunk), words(chunk));
    }

    private List<String> cells(Chunk chunk) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < chunk.length(); i += format.group()) {
            cells.add(cell(chunk, i, Math.min(format.group(), chunk.length() - i)));
        }
        return cells;
    }

    private String cell(Chunk chunk, int index, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int at = format.bigEndian() ? index + i : index + bytes - 1 - i;
            if (!chunk.present(at)) {
                return missing(chunk, at);
            }
            value = value << 8 | chunk.value(at);
        }
        if (format.decimal()) {
            return Long.toUnsignedString(value);
        }
        return bytes == 1 ? HEX[(int) value] : address(value, 2 * bytes);
    }

    private static String missing(Chunk chunk, int index) {
        return HolePattern.of(chunk.hole(index).orElseThrow()).cell();
    }

    private List<String> text(Chunk chunk) {
        return switch (format.text()) {
            case OFF -> List.of();
            case ASCII -> ascii(chunk);
            case UTF8 -> decoded(chunk, StandardCharsets.UTF_8.newDecoder(), 1);
            case UTF16 -> decoded(chunk, StandardCharsets.UTF_16LE.newDecoder(), 2);
        };
    }

    private static List<String> ascii(Chunk chunk) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < chunk.length(); i++) {
            text.add(chunk.present(i) ? TEXT[chunk.value(i)] : " ");
        }
        return text;
    }

    /// A character stands at its first byte; the others stay blank. A sequence that the row cuts is
    /// not one.
    private static List<String> decoded(Chunk chunk, CharsetDecoder decoder, int step) {
        decoder.onMalformedInput(CodingErrorAction.REPORT);
        List<String> text = new ArrayList<>(Collections.nCopies(chunk.length(), "·"));
        int at = 0;
        while (at < chunk.length()) {
            int used = 0;
            if (chunk.present(at)) {
                for (int size = step; size <= 4 && used == 0; size += step) {
                    if (chunk.presentFrom(at) >= size) {
                        used = one(decoder, chunk.copy(at, size), text, at) ? size : 0;
                    }
                }
            } else {
                text.set(at, " ");
            }
            for (int i = 1; i < used; i++) {
                text.set(at + i, " ");
            }
            at += used == 0 ? step : used;
        }
        return text;
    }

    private static boolean one(CharsetDecoder decoder, byte[] bytes, List<String> text, int at) {
        CharBuffer out = CharBuffer.allocate(2);
        decoder.reset();
        if (decoder.decode(ByteBuffer.wrap(bytes), out, true).isError()) {
            return false;
        }
        String character = out.flip().toString();
        if (character.isEmpty()) {
            return false;
        }
        int code = character.codePointAt(0);
        boolean shown =
                Character.isDefined(code)
                        && !Character.isISOControl(code)
                        && Character.getType(code) != Character.PRIVATE_USE
                        && Character.getType(code) != Character.FORMAT;
        text.set(at, shown ? character : "·");
        return true;
    }

    /// Aligned words that are addresses of a virtual space. Spaces of physical memory begin at 0,
    /// where every small number would be an address.
    private List<HexItem.Pointer> words(Chunk chunk) {
        if (!format.pointers()) {
            return List.of();
        }
        List<HexItem.Pointer> words = new ArrayList<>();
        int skip = (int) (-chunk.address() & (WORD - 1));
        for (int i = skip; i + WORD <= chunk.length(); i += WORD) {
            if (chunk.presentFrom(i) >= WORD) {
                long value = 0;
                for (int j = WORD - 1; j >= 0; j--) {
                    value = value << 8 | chunk.value(i + j);
                }
                target(i, value, words);
            }
        }
        return words;
    }

    private void target(int index, long value, List<HexItem.Pointer> words) {
        for (SpaceId id : List.of(SpaceId.XEN, SpaceId.DOM0)) {
            if (value != 0 && spaces.get(id).locate(value) >= 0) {
                words.add(new HexItem.Pointer(index, new Location(id, value)));
                return;
            }
        }
    }
}
