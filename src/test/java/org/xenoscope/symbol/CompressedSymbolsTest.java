package org.xenoscope.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenoscope.forge.SymbolBytes;
import org.xenoscope.forge.SymbolShape;
import org.xenoscope.symbol.CompressedSymbols.Kind;
import org.xenoscope.symbol.CompressedSymbols.SelfCheck;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Tables of every shape that Linux and Xen have used, of known content, buried in noise.
class CompressedSymbolsTest {
    private static final int MANY = 3000;
    private static final String BANNER = "Linux version 6.6.6 (them@there)\n\0";

    @ParameterizedTest
    @EnumSource
    void readsEveryNameAndAddressOfEveryShape(SymbolShape shape) {
        Buried buried = new Buried(shape, MANY, 1);
        CompressedSymbols table = buried.only();
        assertThat(table.kind()).isEqualTo(xen(shape) ? Kind.XEN : Kind.LINUX);
        assertThat(table.selfCheck()).isEqualTo(SelfCheck.HOLDS);
        assertThat(table.damaged()).isZero();
        assertThat(said(table.symbols())).containsExactlyElementsOf(buried.expected(table));
    }

    /// Block borders, one marker alone, and what fits in no block.
    @ParameterizedTest
    @EnumSource
    void readsTablesOfAnySize(SymbolShape shape) {
        for (int count : new int[] {40, 255, 256, 257, 511, 512, 513, 769, 1024}) {
            Buried buried = new Buried(shape, count, count);
            assertThat(said(buried.only().symbols()))
                    .as("%d names", count)
                    .containsExactlyElementsOf(buried.expected(buried.only()));
        }
    }

    @Test
    void perCpuSymbolsOfLinuxKeepTheirOffsets() {
        for (SymbolShape shape :
                List.of(
                        SymbolShape.LINUX_OFFSETS,
                        SymbolShape.LINUX_OFFSETS_WIDE,
                        SymbolShape.LINUX_SEQUENCES,
                        SymbolShape.LINUX_OFFSETS_BEHIND)) {
            Buried buried = new Buried(shape, 1000, 3);
            buried.entries.add(0, new SymbolBytes.Entry(0x1fb80, 'A', "current_task"));
            buried.entries.add(0, new SymbolBytes.Entry(0, 'A', "__per_cpu_start"));
            buried.bury();
            SymbolTable symbols = buried.only().symbols();
            assertThat(said(symbols)).containsExactlyElementsOf(buried.expected(buried.only()));
            assertThat(symbols.named("current_task").orElseThrow().address()).isEqualTo(0x1fb80);
            assertThat(symbols.at(0x1fb80)).as("a number is no place").isEmpty();
        }
    }

    @Test
    void longNamesNeedTwoBytesOfLength() {
        Buried buried = new Buried(SymbolShape.LINUX_OFFSETS_BEHIND, 700, 4);
        // letters of chance have no pairs to shorten them
        Random chance = new Random(4);
        StringBuilder name = new StringBuilder("_R");
        for (int i = 0; i < 480; i++) {
            name.append((char) ('a' + chance.nextInt(26)));
        }
        buried.entries.add(new SymbolBytes.Entry(buried.base() + 0x50_0000, 't', name.toString()));
        buried.bury();
        assertThat(buried.only().symbols().named(name.toString())).isPresent();
        assertThat(said(buried.only().symbols()))
                .containsExactlyElementsOf(buried.expected(buried.only()));
    }

    @Test
    void marksOfAnEndCountButAreNoSymbols() {
        Buried buried = new Buried(SymbolShape.XEN_OFFSETS_TIGHT, 600, 5);
        for (int i = 10; i < 600; i += 7) {
            SymbolBytes.Entry before = buried.entries.get(i);
            buried.entries.add(new SymbolBytes.Entry(before.address() + 8, 'T', ""));
        }
        buried.bury();
        assertThat(buried.only().damaged()).isZero();
        assertThat(said(buried.only().symbols()))
                .containsExactlyElementsOf(buried.expected(buried.only()));
    }

    @Test
    void aTableOfTextAloneIsReadWithoutACheck() {
        Buried buried = new Buried(SymbolShape.XEN_OFFSETS, 900, 6);
        buried.entries.removeIf(entry -> entry.name().startsWith("symbols_"));
        buried.bury();
        assertThat(buried.only().selfCheck()).isEqualTo(SelfCheck.NONE);
    }

    /// A copy in a page cache, or another guest's: the same bytes at another place.
    @Test
    void aCopyFailsItsOwnCheck() {
        for (SymbolShape shape : List.of(SymbolShape.XEN_OFFSETS, SymbolShape.LINUX_OFFSETS)) {
            Buried buried = new Buried(shape, 900, 7);
            List<CompressedSymbols> found =
                    CompressedSymbols.find(buried.memory, buried.vaddr + 0x10_0000);
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().selfCheck()).isEqualTo(SelfCheck.FAILS);
            assertThat(CompressedSymbols.best(found, found.getFirst().kind())).isEmpty();
        }
    }

    /// What is said is right but for names inside the damage; most of it is said.
    @ParameterizedTest
    @CsvSource({"LINUX_OFFSETS, 50", "LINUX_OFFSETS_BEHIND, 50", "XEN_OFFSETS, 8"})
    void damageInTheNamesCostsTheNamesThere(SymbolShape shape, int bytes) {
        Buried buried = new Buried(shape, 40 * 256, 8);
        List<String> whole = said(buried.only().symbols());
        int names = (int) (buried.only().namesAddress() - buried.vaddr);
        Random chance = new Random(9);
        for (int round = 0; round < 10; round++) {
            byte[] damaged = buried.memory.clone();
            for (int i = 0; i < bytes / 10; i++) {
                damaged[names + chance.nextInt(40 * 256 * 4)] = (byte) chance.nextInt();
            }
            List<CompressedSymbols> found = CompressedSymbols.find(damaged, buried.vaddr);
            assertThat(found).hasSize(1);
            List<String> rest = said(found.getFirst().symbols());
            assertThat(rest.size()).isGreaterThan(whole.size() * 6 / 10);
            List<String> wrong = new ArrayList<>(rest);
            wrong.removeAll(new java.util.HashSet<>(whole));
            assertThat(wrong.size()).isLessThanOrEqualTo(bytes);
        }
    }

    @Test
    void anAddressOutOfOrderIsLeftOut() {
        Buried buried = new Buried(SymbolShape.LINUX_OFFSETS, 2000, 10);
        CompressedSymbols whole = buried.only();
        SymbolTable symbols = whole.symbols();
        Symbol victim = symbols.get(1000);
        byte[] damaged = buried.memory.clone();
        // the offsets are 4 bytes each and stand right before their base and the number of names
        int count = (int) (whole.namesAddress() - buried.vaddr) - 8;
        int offsets = count - 8 - 4 * ((symbols.size() + 1) & ~1);
        for (int i = 0; i < 4; i++) {
            damaged[offsets + 4000 + i] = 0x7f;
        }
        List<CompressedSymbols> found = CompressedSymbols.find(damaged, buried.vaddr);
        assertThat(found.getFirst().damaged()).isEqualTo(1);
        assertThat(found.getFirst().symbols().named(victim.name())).isEmpty();
        assertThat(found.getFirst().symbols().size()).isEqualTo(symbols.size() - 1);
    }

    /// Whatever the bytes are, there is an answer, and soon.
    @Test
    void bytesOfChanceAndLiesGiveNothingOrLess() {
        Random chance = new Random(11);
        for (SymbolShape shape : SymbolShape.values()) {
            Buried buried = new Buried(shape, 600, 12);
            for (int round = 0; round < 30; round++) {
                byte[] damaged = buried.memory.clone();
                int start = (int) (buried.only().namesAddress() - buried.vaddr) - 16;
                for (int i = 0; i < 1 + round; i++) {
                    int at = round % 2 == 0 ? chance.nextInt(damaged.length - 8) : start + i;
                    damaged[at] = (byte) chance.nextInt();
                }
                for (CompressedSymbols table : CompressedSymbols.find(damaged, buried.vaddr)) {
                    assertThat(table.symbols().size()).isLessThanOrEqualTo(buried.entries.size());
                }
            }
        }
        byte[] noise = new byte[1 << 20];
        chance.nextBytes(noise);
        assertThat(CompressedSymbols.find(noise, 0)).isEmpty();
        for (int at = 0; at < noise.length - 20; at += 4096) {
            System.arraycopy(TokenTable.DIGITS, 0, noise, at, TokenTable.DIGITS.length);
        }
        assertThat(CompressedSymbols.find(noise, 0)).isEmpty();
    }

    private static boolean xen(SymbolShape shape) {
        return shape.name().startsWith("XEN");
    }

    private static List<String> said(SymbolTable table) {
        return table.all().stream()
                .map(
                        symbol ->
                                "%016x %c %s"
                                        .formatted(
                                                symbol.address(),
                                                symbol.type(),
                                                symbol.file().map(file -> file + "#").orElse("")
                                                        + symbol.name()))
                .sorted()
                .toList();
    }

    /// A table at its place in a piece of memory full of noise.
    private static final class Buried {
        private static final int OFFSET = 0x8000;

        final SymbolShape shape;
        final List<SymbolBytes.Entry> entries = new ArrayList<>();
        final Random chance;
        final long vaddr;
        byte[] memory = {};

        Buried(SymbolShape shape, int count, long seed) {
            this.shape = shape;
            chance = new Random(seed);
            vaddr = base() + 0x20_0000;
            long address = base() + 0x10_0000;
            for (int i = 0; i < count - 2; i++) {
                address += 16L * (1 + chance.nextInt(20));
                String name = name(i);
                boolean hidden = chance.nextInt(3) == 0;
                entries.add(
                        new SymbolBytes.Entry(
                                address,
                                hidden ? 't' : 'T',
                                hidden && xen(shape)
                                        ? "common/file" + i % 9 + ".c#" + name
                                        : name));
            }
            if (xen(shape)) {
                entries.add(new SymbolBytes.Entry(vaddr, 'R', "symbols_names"));
                entries.add(new SymbolBytes.Entry(vaddr, 'R', "symbols_markers"));
            } else {
                entries.add(new SymbolBytes.Entry(vaddr + 64, 'R', "linux_banner"));
                entries.add(new SymbolBytes.Entry(vaddr + 0x200, 'D', "init_task"));
            }
            bury();
        }

        private String name(int i) {
            String[] words = {"do", "sched", "page", "get", "put", "irq", "x86", "domain", "vcpu"};
            return words[chance.nextInt(words.length)]
                    + "_"
                    + words[chance.nextInt(words.length)]
                    + "_"
                    + i;
        }

        long base() {
            return switch (shape) {
                case LINUX_ADDRESSES_32 -> 0xc100_0000L;
                case XEN_ADDRESSES_32 -> 0xff00_0000L;
                case XEN_ADDRESSES -> 0xffff_828c_8000_0000L;
                case XEN_OFFSETS, XEN_OFFSETS_TIGHT -> 0xffff_82d0_4000_0000L;
                default -> 0xffff_ffff_8100_0000L;
            };
        }

        void bury() {
            byte[] table = SymbolBytes.write(shape, vaddr + OFFSET, entries);
            memory = new byte[OFFSET + table.length + 0x8000];
            chance.nextBytes(memory);
            System.arraycopy(table, 0, memory, OFFSET, table.length);
            byte[] banner = BANNER.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(banner, 0, memory, 64, banner.length);
        }

        CompressedSymbols only() {
            List<CompressedSymbols> found = CompressedSymbols.find(memory, vaddr);
            assertThat(found).hasSize(1);
            return found.getFirst();
        }

        /// The names of the table's own parts got their addresses when it was written.
        List<String> expected(CompressedSymbols table) {
            return entries.stream()
                    .filter(entry -> !entry.name().isEmpty())
                    .map(
                            entry ->
                                    "%016x %c %s"
                                            .formatted(
                                                    own(entry, table), entry.type(), entry.name()))
                    .sorted()
                    .toList();
        }

        private static long own(SymbolBytes.Entry entry, CompressedSymbols table) {
            return switch (entry.name()) {
                case "symbols_names" -> table.namesAddress();
                case "symbols_markers" ->
                        table.symbols().named("symbols_markers").orElseThrow().address();
                default -> entry.address();
            };
        }
    }
}
