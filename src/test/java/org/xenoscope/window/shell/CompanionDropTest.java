package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.Corpus;
import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.dump.CompanionFile;
import org.xenoscope.dump.Dump;
import org.xenoscope.dump.ForgedCompanion;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.instance.Request;
import org.xenoscope.window.state.StateFile;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files of symbols dropped on the window, or named beside the dump in any order. Names come from
/// `nm`, build ids from `readelf`.
@Tag("corpus")
class CompanionDropTest {
    private static final String NAME = "xen417-dom0-panic";
    private static final String OTHER = "00112233445566778899aabbccddeeff00112233";

    /// Within a function of Xen, so that without the file it has that function's name.
    private static final long EXTRA = 0xffff_82d0_4021_ed72L;

    @TempDir private Path folder = Path.of("");
    private Optional<Sitting> sitting = Optional.empty();

    @AfterEach
    void standUp() {
        sitting.ifPresent(Sitting::close);
    }

    private Path xenSyms(String name, String buildId) throws Exception {
        Map<String, Long> symbols = new LinkedHashMap<>();
        for (String line : Corpus.truth(NAME, "nm-xen.txt.zst")) {
            String[] words = line.split(" ", -1);
            symbols.putIfAbsent(words[2], Long.parseUnsignedLong(words[0], 16));
        }
        symbols.put("name_from_the_file", EXTRA);
        return ForgedCompanion.write(folder.resolve(name), buildId, symbols);
    }

    private static String xenBuildId() {
        return Corpus.truth(NAME, "ids.txt").stream()
                .filter(line -> line.startsWith("xen-syms"))
                .map(line -> line.replaceAll(".*\\b([0-9a-f]{40})\\b.*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private static String nameAt(Dump dump) {
        return dump.symbolAt(new Location(SpaceId.XEN, EXTRA)).orElseThrow().toString();
    }

    @Test
    void w74UsesACompanionThatIsDroppedOnAnOpenDumpAtOnce() throws Exception {
        Sitting before = Sitting.of(Corpus.dump(NAME));
        sitting = Optional.of(before);
        Dump dump = before.view().workbench().dump();
        assertThat(nameAt(dump)).startsWith("kexec_crash_save_cpu+0xb2");
        before.go("xen:0xffff82d04021ed72");

        Path file = xenSyms("xen-syms", xenBuildId());
        Sitting.run(() -> before.window.dropped(List.of(file)));
        before.until(() -> !dump.companions().isEmpty());

        assertThat(dump.companions()).extracting(CompanionFile::name).containsExactly("xen-syms");
        assertThat(nameAt(dump)).startsWith("name_from_the_file");
        assertThat(before.view().bars().sentences())
                .noneMatch(sentence -> sentence.contains("xen-syms"));
    }

    @Test
    void e31RefusesACompanionOfAnotherBuildWithBothIdentities() throws Exception {
        Sitting before = Sitting.of(Corpus.dump(NAME));
        sitting = Optional.of(before);
        Path file = xenSyms("xen-syms", OTHER);
        Sitting.run(() -> before.window.dropped(List.of(file)));
        DumpView view = before.view();
        before.until(
                () -> view.bars().sentences().stream().anyMatch(words -> words.contains(OTHER)));

        assertThat(view.bars().sentences())
                .contains(
                        "xen-syms has build id %s, the dump's Xen has %s: not used."
                                .formatted(OTHER, xenBuildId()));
        assertThat(nameAt(view.workbench().dump())).startsWith("kexec_crash_save_cpu+0xb2");
    }

    @Test
    void w73OpensADumpWithTheCompanionsBesideItInAnyOrder() throws Exception {
        Sitting before = Sitting.empty(StateFile.none());
        sitting = Optional.of(before);
        Path file = xenSyms("xen-syms", xenBuildId());
        Request request =
                Request.of(
                        List.of(
                                file.toString(),
                                Corpus.dump(NAME).toString(),
                                "xen:name_from_the_file"));
        Sitting.run(() -> before.window.open(request));
        before.until(() -> before.window.viewProperty().get().isPresent());
        Dump dump = before.view().workbench().dump();
        before.until(() -> !dump.companions().isEmpty());

        assertThat(before.here()).isEqualTo(new Location(SpaceId.XEN, EXTRA));
    }

    @Test
    void takesBareFilesOfSymbolsOnTheCommandLineInAnyOrder() throws Exception {
        Path file = xenSyms("xen-syms", xenBuildId());
        StringWriter out = new StringWriter();
        CommandLine line = XenoscopeCommand.line(null);
        line.setOut(new PrintWriter(out));
        int status =
                XenoscopeCommand.execute(
                        line, "symbols", file.toString(), Corpus.dump(NAME).toString(), "xen");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("ffff82d04021ed72 T name_from_the_file");
    }
}
