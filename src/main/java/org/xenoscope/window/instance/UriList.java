package org.xenoscope.window.instance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file manager drops: `text/uri-list` (RFC 2483: a URI a line, `#` begins a comment).
///
/// @param files the files of this machine that it names
/// @param elsewhere the other URIs, as they stood there: `sftp://…`, `trash:///…`
public record UriList(List<Path> files, List<String> elsewhere) {
    /// URIs read from one list; a file manager hands over what a person has chosen by hand.
    private static final int MOST = 10_000;

    private static final String SCHEME = "file:";
    private static final int HEX = 16;

    public UriList {
        files = List.copyOf(files);
        elsewhere = List.copyOf(elsewhere);
    }

    /// Reads a list, or one URI.
    public static UriList parse(String text) {
        List<Path> files = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .limit(MOST)
                .forEach(line -> file(line).ifPresentOrElse(files::add, () -> elsewhere.add(line)));
        return new UriList(files, elsewhere);
    }

    /// Reads `file:///path`, `file://localhost/path` or `file:/path` (RFC 8089), the bytes of the
    /// path percent-encoded UTF-8.
    ///
    /// @return nothing if the URI is of another kind, of another machine, or damaged
    public static Optional<Path> file(String uri) {
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String rest = uri.substring(SCHEME.length());
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String host = slash < 0 ? rest : rest.substring(2, slash).toLowerCase(Locale.ROOT);
            if (!host.isEmpty() && !host.equals("localhost")) {
                return Optional.empty();
            }
            rest = rest.substring(slash);
        }
        return rest.startsWith("/") ? decode(rest).flatMap(UriList::path) : Optional.empty();
    }

    private static Optional<String> decode(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], HEX) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * HEX + low);
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.toByteArray()))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
