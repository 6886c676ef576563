package org.xenoscope.forge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The 256 pieces that names are put together of: every character that occurs stands for itself,
/// the other numbers for the pairs that occur most.
final class Tokens {
    private static final int ALL = 256;

    private final byte[][] strings = new byte[ALL][];
    private final int[] pairOf = new int[ALL];

    private Tokens() {}

    /// Makes the tokens that shorten these names.
    static Tokens of(List<byte[]> names) {
        Tokens tokens = new Tokens();
        Arrays.fill(tokens.pairOf, -1);
        boolean[] used = new boolean[ALL];
        names.forEach(
                name -> {
                    for (byte character : name) {
                        used[character & 0xff] = true;
                    }
                });
        // digits occur in every real table; readers look for them
        "0123456789".chars().forEach(digit -> used[digit] = true);
        List<int[]> rest = new ArrayList<>();
        names.forEach(name -> rest.add(codes(name)));
        for (int number = 0; number < ALL; number++) {
            if (used[number]) {
                tokens.strings[number] = new byte[] {(byte) number};
            }
        }
        for (int number = ALL - 1; number >= 0; number--) {
            if (!used[number] && !tokens.addPair(number, rest)) {
                tokens.strings[number] = new byte[0];
            }
        }
        return tokens;
    }

    private static int[] codes(byte[] name) {
        int[] codes = new int[name.length];
        Arrays.setAll(codes, i -> name[i] & 0xff);
        return codes;
    }

    private boolean addPair(int number, List<int[]> names) {
        int[] counts = new int[ALL * ALL];
        for (int[] name : names) {
            for (int i = 1; i < name.length; i++) {
                counts[name[i - 1] << 8 | name[i]]++;
            }
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        int pair = most;
        if (counts[pair] < 2) {
            return false;
        }
        pairOf[number] = pair;
        byte[] left = strings[pair >> 8];
        byte[] right = strings[pair & 0xff];
        strings[number] =
                (new String(left, StandardCharsets.ISO_8859_1)
                                + new String(right, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1);
        names.replaceAll(name -> replaced(name, pair, number));
        return true;
    }

    private static int[] replaced(int[] name, int pair, int number) {
        int first = 1;
        while (first < name.length && (name[first - 1] << 8 | name[first]) != pair) {
            first++;
        }
        if (first >= name.length) {
            return name;
        }
        int[] shorter = new int[name.length];
        int length = 0;
        for (int i = 0; i < name.length; i++) {
            boolean both = i + 1 < name.length && (name[i] << 8 | name[i + 1]) == pair;
            shorter[length++] = both ? number : name[i];
            i += both ? 1 : 0;
        }
        return Arrays.copyOf(shorter, length);
    }

    /// {@return the strings of the tokens 0 to 255}
    List<byte[]> strings() {
        return List.of(strings);
    }

    /// {@return a name as numbers of tokens}
    byte[] pack(byte[] name) {
        int[] codes = codes(name);
        // pairs were added from 255 down, so that a smaller number may hold a greater one
        for (int number = ALL - 1; number >= 0; number--) {
            if (pairOf[number] >= 0) {
                codes = replaced(codes, pairOf[number], number);
            }
        }
        byte[] packed = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            packed[i] = (byte) codes[i];
        }
        return packed;
    }
}
