package org.xenoscope.symbol;

import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// The compressed table of symbols that a Linux kernel (kallsyms) or Xen keeps in its own memory,
/// found in raw bytes and unpacked.
///
/// Nothing is believed for itself: the index of the tokens must agree with the tokens (check A),
/// the walk over the names with the markers (B), the addresses must rise (C), and the table's own
/// symbols must lie where they say (D). Damage costs the names it lies in: a block of 256 names
/// that does not end where the next begins is left out, and so is an address out of order.
public final class CompressedSymbols {
    /// Tables looked at in one region: the table itself, and copies of it or of others.
    private static final int MOST_TABLES = 64;

    private static final byte[] LINUX_BANNER =
            "Linux version ".getBytes(StandardCharsets.ISO_8859_1);

    /// Whose symbols they are.
    public enum Kind {
        /// a Linux kernel's
        LINUX,
        /// the hypervisor's
        XEN
    }

    /// Whether a symbol of the table lies where the table says.
    public enum SelfCheck {
        /// it does
        HOLDS,
        /// it does not: the table is a copy, or another machine's
        FAILS,
        /// the table has no symbol to check it by
        NONE
    }

    private final AddressPart part;
    private final SymbolTable symbols;
    private final SelfCheck selfCheck;
    private final int left;
    private final long tokens;
    private final long names;
    private final String shape;

    private CompressedSymbols(
            Region region, TokenTable tokenTable, PackedNames packed, AddressPart part) {
        this.part = part;
        SymbolTableBuilder builder = new SymbolTableBuilder();
        BitSet given = new BitSet(packed.count());
        packed.expand(
                region,
                tokenTable,
                (number, bytes, length) -> {
                    boolean sound = length == 0 || isName(bytes, length);
                    given.set(number, sound);
                    if (length > 0 && sound && !part.wrong().get(number)) {
                        builder.add(
                                part.address(number),
                                (char) bytes[0],
                                bytes,
                                1,
                                length - 1,
                                Optional.empty());
                    }
                });
        given.andNot(part.wrong());
        left = packed.count() - given.cardinality();
        tokens = region.vaddr() + tokenTable.start();
        names = region.vaddr() + packed.names();
        shape = part.layout() + (packed.big() ? ", long names" : "");
        symbols =
                builder.build(
                        "%s at %s (%s%s)"
                                .formatted(
                                        part.kind() == Kind.XEN ? "Xen's own table" : "kallsyms",
                                        Location.hex(names),
                                        shape,
                                        left == 0 ? "" : "; %d damaged".formatted(left)));
        selfCheck = check(region);
    }

    /// {@return whether it is a letter as `nm` prints it and a name that can be printed}
    private static boolean isName(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if ((bytes[i] & 0xff) <= ' ' || bytes[i] == 0x7f) {
                return false;
            }
        }
        byte letter = bytes[0];
        return length > 1 && (isLetter(letter) || letter == '?' || letter == '-');
    }

    private static boolean isLetter(byte character) {
        return Character.isLetter(character) && character > 0;
    }

    /// Finds the tables in a piece of memory.
    ///
    /// @param bytes the piece, at best a whole image; missing bytes as zeros
    /// @param vaddr virtual address of the first byte. (Xen's offsets count from the window of 1
    ///   GiB that it lies in.)
    /// @return in the order in which they lie; tables whose self-check fails too
    public static List<CompressedSymbols> find(byte[] bytes, long vaddr) {
        Region region = new Region(bytes, vaddr);
        List<CompressedSymbols> found = new ArrayList<>();
        int digit = region.find(TokenTable.DIGITS, 0);
        while (digit >= 0 && found.size() < MOST_TABLES) {
            Progress.current().check();
            at(region, digit).ifPresent(found::add);
            digit = region.find(TokenTable.DIGITS, digit + TokenTable.DIGITS.length);
        }
        return List.copyOf(found);
    }

    /// {@return the best table of that kind: one whose self-check holds before one without; never
    /// one whose self-check fails}
    public static Optional<CompressedSymbols> best(List<CompressedSymbols> tables, Kind kind) {
        Optional<CompressedSymbols> best = Optional.empty();
        for (CompressedSymbols table : tables) {
            if (table.kind() != kind || table.selfCheck == SelfCheck.FAILS) {
                continue;
            }
            boolean better = best.isEmpty() || table.isBetterThan(best.get());
            best = better ? Optional.of(table) : best;
        }
        return best;
    }

    private boolean isBetterThan(CompressedSymbols other) {
        return selfCheck == other.selfCheck
                ? symbols.size() > other.symbols.size()
                : selfCheck == SelfCheck.HOLDS;
    }

    private static Optional<CompressedSymbols> at(Region region, int digit) {
        return TokenTable.around(region, digit)
                .flatMap(
                        tokens ->
                                new NamesFinder(region, tokens.start())
                                        .find()
                                        .flatMap(
                                                names ->
                                                        new AddressFinder(
                                                                        region,
                                                                        names,
                                                                        tokens.indexEnd())
                                                                .find()
                                                                .map(
                                                                        part ->
                                                                                new CompressedSymbols(
                                                                                        region,
                                                                                        tokens,
                                                                                        names,
                                                                                        part))));
    }

    private SelfCheck check(Region region) {
        if (part.kind() == Kind.XEN) {
            return symbols.address("symbols_names")
                    .map(address -> address == names ? SelfCheck.HOLDS : SelfCheck.FAILS)
                    .orElse(SelfCheck.NONE);
        }
        return symbols.address("linux_banner")
                .map(address -> banner(region, address - region.vaddr()))
                .orElse(SelfCheck.NONE);
    }

    private static SelfCheck banner(Region region, long offset) {
        if (offset < 0 || offset > region.size() - LINUX_BANNER.length) {
            return SelfCheck.FAILS;
        }
        for (int i = 0; i < LINUX_BANNER.length; i++) {
            if (region.bytes()[(int) offset + i] != LINUX_BANNER[i]) {
                return SelfCheck.FAILS;
            }
        }
        return SelfCheck.HOLDS;
    }

    /// {@return whose symbols they are}
    public Kind kind() {
        return part.kind();
    }

    /// {@return how the addresses are written, in words}
    public String layout() {
        return shape;
    }

    /// {@return the symbols}
    public SymbolTable symbols() {
        return symbols;
    }

    /// {@return whether the table's own symbols lie where it says}
    public SelfCheck selfCheck() {
        return selfCheck;
    }

    /// {@return how many symbols were left out because their bytes are damaged}
    public int damaged() {
        return left;
    }

    /// {@return virtual address of the names: `kallsyms_names`, `symbols_names`}
    public long namesAddress() {
        return names;
    }

    /// {@return virtual address of the tokens: `kallsyms_token_table`, `symbols_token_table`}
    public long tokensAddress() {
        return tokens;
    }
}
