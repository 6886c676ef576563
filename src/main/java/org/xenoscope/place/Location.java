package org.xenoscope.place;

/// A place in a dump: a space and an address in it, written `space:0xaddress`.
///
/// Every view, command, link and finding speaks of places in this form.
///
/// @param space the space
/// @param address unsigned 64-bit address (a byte number in the space `file`)
public record Location(SpaceId space, long address) {

    /// Reads `space:address`. Case does not matter, `0x` may be left out (digits are hexadecimal
    /// either way), `_` and a back tick inside the digits are ignored.
    ///
    /// @throws IllegalArgumentException with one sentence, if the text is not a location
    public static Location parse(String text) {
        String stripped = text.strip();
        int colon = stripped.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a location; write space:address, for example dom0:0xffffffff81000000"
                            .formatted(stripped));
        }
        SpaceId space = SpaceId.parse(stripped.substring(0, colon));
        return new Location(space, parseAddress(stripped.substring(colon + 1)));
    }

    /// Reads hexadecimal digits, with or without `0x`.
    ///
    /// @return the unsigned 64-bit number
    /// @throws IllegalArgumentException with one sentence, if there is no digit, another character
    ///   or more than 64 bits
    public static long parseAddress(String text) {
        String digits = text.strip().replace("_", "").replace("`", "");
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            digits = digits.substring(2);
        }
        if (digits.isEmpty() || !digits.chars().allMatch(Location::isHexDigit)) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a hexadecimal address".formatted(text.strip()));
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > 16) {
            throw new IllegalArgumentException(
                    "\"%s\" has more than 64 bits".formatted(text.strip()));
        }
        return Long.parseUnsignedLong(significant, 16);
    }

    private static boolean isHexDigit(int character) {
        return character < 128 && Character.digit(character, 16) >= 0;
    }

    /// {@return the address as `0x…`, lower case, without leading zeros}
    public String hex() {
        return hex(address);
    }

    /// {@return `number`, unsigned, as `0x…`}
    public static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /// {@return the location as text that {@link #parse} reads}
    @Override
    public String toString() {
        return space.text() + ":" + hex();
    }
}
