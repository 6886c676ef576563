package org.xenoscope.type;

/// Characters as C writes them.
final class Quoted {
    private Quoted() {}

    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char value = text.charAt(i);
            quoted.append(value == '\'' ? "'" : value == '"' ? "\\\"" : character(value));
        }
        return quoted.append('"').toString();
    }

    /// {@return a character of ISO 8859-1 between single quotation marks}
    static String character(int code) {
        return switch (code) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\\' -> "\\\\";
            case '\'' -> "\\'";
            default -> code >= ' ' && code < 0x7f ? "" + (char) code : "\\%03o".formatted(code);
        };
    }
}
