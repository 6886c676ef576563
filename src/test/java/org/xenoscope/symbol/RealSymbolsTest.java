package org.xenoscope.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.CompressedSymbols.Kind;
import org.xenoscope.symbol.CompressedSymbols.SelfCheck;

import java.util.List;
import java.util.Set;

/// The tables in the memory of real machines hold what `nm` and the machine itself said.
@Tag("corpus")
class RealSymbolsTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final long XEN = 0xffff_82d0_4000_0000L;
    private static final long KERNEL = 0xffff_ffff_8100_0000L;

    /// Symbols that are no places and that Xen does not keep.
    private static final Set<String> NUMBERS = Set.of("start_pa", "FIXADDR_X_SIZE");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void xensTableHoldsWhatNmPrints(String dump) throws Exception {
        CompressedSymbols table = table(dump, SpaceId.XEN, XEN + 0x10_0000, 15 << 20, Kind.XEN);
        List<String> expected =
                Corpus.truth(dump, "nm-xen.txt.zst").stream()
                        .map(line -> line.split(" "))
                        .filter(words -> !NUMBERS.contains(words[2]))
                        .map(words -> words[0] + " " + words[2])
                        .sorted()
                        .toList();
        assertThat(lines(table.symbols())).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void kallsymsHoldsWhatTheMachineItselfSaid(String dump) throws Exception {
        CompressedSymbols table = table(dump, SpaceId.DOM0, KERNEL, 64 << 20, Kind.LINUX);
        List<String> expected =
                Corpus.truth(dump, "kallsyms.zst").stream()
                        .filter(line -> !line.contains("["))
                        .sorted()
                        .toList();
        List<String> found =
                table.symbols().all().stream()
                        .map(
                                symbol ->
                                        "%016x %c %s"
                                                .formatted(
                                                        symbol.address(),
                                                        symbol.type(),
                                                        symbol.name()))
                        .sorted()
                        .toList();
        assertThat(found).isEqualTo(expected);
        search(table.symbols());
    }

    private static void search(SymbolTable symbols) {
        assertThat(symbols.matching("INIT_TASK", 3).getFirst().name()).isEqualTo("init_task");
        assertThat(symbols.matching("schd_tck", 20))
                .extracting(Symbol::name)
                .contains("sched_tick_remote");
        Symbol task = symbols.named("init_task").orElseThrow();
        assertThat(symbols.at(task.address() + 0x10).orElseThrow().text())
                .isEqualTo("init_task+0x10");
        assertThat(symbols.at(0x1000)).as("per-CPU offsets are no places").isEmpty();
    }

    private static CompressedSymbols table(
            String dump, SpaceId id, long start, int length, Kind kind) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            SpaceReader reader = new SpaceReader(Spaces.of(image, Notes.of(image)).get(id));
            byte[] bytes = reader.bytesOrZeros(start, length);
            List<CompressedSymbols> found = CompressedSymbols.find(bytes, start);
            CompressedSymbols best = CompressedSymbols.best(found, kind).orElseThrow();
            assertThat(best.selfCheck()).isEqualTo(SelfCheck.HOLDS);
            assertThat(best.damaged()).isZero();
            return best;
        }
    }

    private static List<String> lines(SymbolTable table) {
        return table.all().stream()
                .map(symbol -> "%016x %s".formatted(symbol.address(), symbol.name()))
                .sorted()
                .toList();
    }
}
