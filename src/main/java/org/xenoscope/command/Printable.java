package org.xenoscope.command;

/// What a dump holds must not steer the terminal that it is printed on.
final class Printable {
    private Printable() {}

    /// {@return the text with control characters but tabs and new lines written as `\x1b`}
    static String text(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char value = text.charAt(i);
            boolean steers =
                    value != '\n'
                            && value != '\t'
                            && (value < ' ' || (value >= 0x7f && value < 0xa0));
            if (steers) {
                printable.append("\\x%02x".formatted((int) value));
            } else {
                printable.append(value);
            }
        }
        return printable.toString();
    }
}
