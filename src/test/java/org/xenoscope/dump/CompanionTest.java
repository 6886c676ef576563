package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.Corpus;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.Companion;
import org.xenoscope.symbol.Symbol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of symbols beside the dump: taken where they belong, refused where not.
class CompanionTest {
    @TempDir private Path folder = Path.of("");

    @Test
    @Tag("corpus")
    void aMapIsTakenByTheMachineItIsOf() throws Exception {
        Path xen = map("xen-syms.map", "xen417-dom0-panic", "nm-xen.txt.zst");
        Path other = map("other.map", "xen420-dom0-panic", "nm-xen.txt.zst");
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            int before = dump.symbols(SpaceId.XEN).value().orElseThrow().size();
            assertThat(dump.use(xen)).isEqualTo(SpaceId.XEN);
            assertThat(dump.symbols(SpaceId.XEN).value().orElseThrow().size())
                    .as("with the two that are no places")
                    .isEqualTo(before + 2);
            assertThatThrownBy(() -> dump.use(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other.map has no build id, the dump's Xen has");
        }
    }

    private Path map(String name, String dump, String truth) throws IOException {
        return Files.write(folder.resolve(name), Corpus.truth(dump, truth));
    }

    /// The program that runs this test has symbols of its own, as `nm` tells.
    @Test
    void anElfFileWithoutSymbolsIsRefused() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            Companion companion = Companion.open(java);
            assertThat(companion.symbols().size()).isPositive();
        } catch (IOException exception) {
            assertThat(exception).hasMessage("java holds no symbols");
        }
    }

    @Test
    void linesThatAreNoneAreLeftOut() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("System.map"),
                        """
                        ffffffff81000000 T _text
                        nonsense
                        ffffffff81000010 t do_it\t[module]
                        0000000000001000 A number
                        """);
        assertThat(Companion.open(file).symbols().all())
                .extracting(Symbol::fullName)
                .containsExactly("number", "_text", "do_it [module]");
        Path empty = Files.writeString(folder.resolve("empty.map"), "nothing\n");
        assertThatThrownBy(() -> Companion.open(empty)).hasMessage("empty.map holds no symbols");
    }
}
