package org.xenoscope.window.instance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A {@link Request} as bytes on the socket: strict UTF-8, parts ended by NUL, which no file name
/// holds. The first part says what it is; then `F` and an absolute file name for each file, and `P`
/// and a place as it was typed at most once.
final class Message {
    /// Longest message in bytes: some hundred files with the longest names Linux has.
    static final int MOST_BYTES = 1 << 20;

    /// Most files in one message.
    static final int MOST_FILES = 1000;

    /// Longest place: a space and the longest name a symbol has, with room.
    static final int MOST_PLACE = 4096;

    /// What the one that listens answers when it has taken the request.
    static final byte TAKEN = '+';

    private static final String HEAD = "xenoscope 1";
    private static final char END = '\0';

    private Message() {}

    /// {@return the request as bytes; nothing if it is too large to be handed over}
    static Optional<byte[]> write(Request request) {
        StringBuilder text = new StringBuilder(HEAD).append(END);
        for (Path file : request.files()) {
            text.append('F').append(file.toAbsolutePath().normalize()).append(END);
        }
        request.place().ifPresent(place -> text.append('P').append(place).append(END));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length <= MOST_BYTES && request.files().size() <= MOST_FILES;
        return fits ? Optional.of(bytes) : Optional.empty();
    }

    /// {@return the request that the bytes say; nothing if anything about them is wrong}
    static Optional<Request> read(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            String head = HEAD + END;
            if (!text.startsWith(head) || text.charAt(text.length() - 1) != END) {
                return Optional.empty();
            }
            String parts = text.substring(head.length());
            return parts.isEmpty()
                    ? Optional.of(new Request(List.of(), Optional.empty(), false))
                    : parts(parts.substring(0, parts.length() - 1).split("\0", -1));
        } catch (CharacterCodingException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Request> parts(String[] parts) {
        List<Path> files = new ArrayList<>();
        Optional<String> place = Optional.empty();
        for (String part : parts) {
            if (part.startsWith("F") && files.size() < MOST_FILES) {
                Path file = Path.of(part.substring(1));
                if (!file.isAbsolute()) {
                    return Optional.empty();
                }
                files.add(file);
            } else if (part.startsWith("P")
                    && place.isEmpty()
                    && part.length() > 1
                    && part.length() <= MOST_PLACE) {
                place = Optional.of(part.substring(1));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Request(files, place, false));
    }
}
