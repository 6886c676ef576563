package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Disassembly.Gap;
import org.xenoscope.dump.Disassembly.Line;
import org.xenoscope.dump.Disassembly.Piece;
import org.xenoscope.forge.Era;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.Machine32;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Ranges of bytes as instructions. The forged pages hold no code, but any bytes are instructions
/// of the machine that they are of.
class DisassemblyTest {
    private static final int PAGE = 4096;

    @TempDir Path folder;

    /// 64-bit registers do not exist on i386, whatever the bytes.
    @Test
    void decodesARangeAsTheMachineOfTheDumpDoes() throws Exception {
        Path narrow = folder.resolve("narrow");
        Machine32 machine = new Machine32(true, 3);
        Forge.write(machine, Era.XEN_3_0_4, narrow);
        Path wide = folder.resolve("wide");
        PvMachine large = new PvMachine(3);
        Forge.write(large, wide);

        assertThat(words(narrow, machine.reachable())).doesNotContainPattern("\\br[0-9abcds]\\w+");
        assertThat(words(wide, large.reachable())).containsPattern("\\br[0-9abcds]\\w+");
    }

    private static String words(Path file, Map<Location, Long> reachable) throws Exception {
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            return reachable.keySet().stream()
                    .filter(where -> where.space().equals(SpaceId.DOM0))
                    .limit(8)
                    .flatMap(where -> range(dump, where, PAGE).stream())
                    .filter(Line.class::isInstance)
                    .map(piece -> ((Line) piece).instruction().text())
                    .filter(text -> !text.startsWith("ret") && !text.startsWith("rep"))
                    .filter(text -> !text.startsWith("rc") && !text.startsWith("ro"))
                    .filter(text -> !text.startsWith("rd"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static List<Piece> range(Dump dump, Location where, int bytes) {
        return dump.disassembleRange(where, bytes).value().orElseThrow();
    }

    /// The file's last page is followed by nothing: one gap, and no byte of it is an instruction.
    @Test
    void tellsAGapWhereTheDumpHasNoBytes() throws Exception {
        Path file = folder.resolve("vmcore");
        PvMachine machine = new PvMachine(3);
        Forge.write(machine, file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            long end =
                    dump.image().runs().stream()
                            .mapToLong(run -> run.start() + run.bytes())
                            .max()
                            .orElseThrow();
            Location start = new Location(SpaceId.MACHINE, end - 64);
            List<Piece> pieces = range(dump, start, 128);

            assertThat(pieces.getLast()).isInstanceOf(Gap.class);
            Gap gap = (Gap) pieces.getLast();
            assertThat(gap.where().address()).isEqualTo(end);
            assertThat(gap.bytes()).isEqualTo(64);
            assertThat(pieces.subList(0, pieces.size() - 1))
                    .isNotEmpty()
                    .allMatch(Line.class::isInstance)
                    // a machine address is no operand: nothing leads anywhere
                    .allMatch(piece -> ((Line) piece).target().isEmpty());
        }
    }
}
