package org.xenoscope.image.kdump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xenoscope.Corpus;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.dump.Dump;
import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.note.Note;
import org.xenoscope.place.Field;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Space;
import org.xenoscope.space.Trail;
import org.xenoscope.space.root.Root;

import java.util.Arrays;
import java.util.List;

/// A real compressed dump against the ELF dump of the same crash.
@Tag("corpus")
class CompressedDumpTest {
    private static final int PAGE = 4096;

    private static Dump compressed() throws Exception {
        return Dump.open(Corpus.dump("xen417-hypervisor-crash-kdump"), Progress.NONE);
    }

    private static Dump elf() throws Exception {
        return Dump.open(Corpus.dump("xen417-hypervisor-crash"), Progress.NONE);
    }

    /// makedumpfile -X left out 160 frames, all below 640 KiB.
    @Test
    void readsEveryPageAsTheElfDumpDoes() throws Exception {
        int same = 0;
        int filtered = 0;
        try (Dump dump = compressed();
                Dump elf = elf()) {
            Image image = dump.image();
            byte[] expected = new byte[PAGE];
            byte[] read = new byte[PAGE];
            for (MachineRun run : elf.image().runs()) {
                for (long maddr = run.start(); maddr < run.end(); maddr += PAGE) {
                    int length = (int) Math.min(PAGE, run.end() - maddr);
                    elf.image().read(maddr, expected, 0, length);
                    try {
                        image.read(maddr, read, 0, length);
                        same += Arrays.equals(read, 0, length, expected, 0, length) ? 1 : 0;
                    } catch (UnreadableException exception) {
                        assertThat(exception.hole().reason()).isEqualTo(HoleReason.FILTERED);
                        assertThat(maddr).isLessThan(0xa_0000);
                        filtered++;
                    }
                }
            }
            assertThat(image.memoryBytes()).isEqualTo((long) same * PAGE);
        }
        assertThat(same).isEqualTo(130_775);
        assertThat(filtered).isEqualTo(160);
    }

    @Test
    void tellsTheSameByItsNotes() throws Exception {
        try (Dump dump = compressed();
                Dump elf = elf()) {
            assertThat(notes(dump)).isEqualTo(notes(elf));
            assertThat(dump.spaces().dom0Root().value().map(Root::maddr))
                    .isEqualTo(elf.spaces().dom0Root().value().map(Root::maddr));
            assertThat(dump.spaces().xenRoot().value().map(Root::maddr))
                    .isEqualTo(elf.spaces().xenRoot().value().map(Root::maddr));
            assertThat(dump.spaces().maxPfn().value()).isEqualTo(elf.spaces().maxPfn().value());
            assertThat(dump.image().elfMachine()).isEqualTo(elf.image().elfMachine());
        }
    }

    private static List<List<String>> notes(Dump dump) {
        return dump.notes().notes().stream()
                .map(Note::fields)
                .map(fields -> fields.stream().map(Field::text).toList())
                .toList();
    }

    /// Expected: the lines of the truth that libkdumpfile reads otherwise from the compressed file.
    @Test
    void hasHolesWhereTheTruthHas() throws Exception {
        int checked = 0;
        try (Dump dump = compressed()) {
            for (String line :
                    Corpus.truth("xen417-hypervisor-crash-kdump", "pages-differences.tsv")) {
                if (!line.startsWith("#")) {
                    String[] row = line.split("\t");
                    Location where = Location.parse(row[0] + ":" + row[1]);
                    Space space = dump.spaces().get(where.space());
                    assertThat(space.read(where.address(), PAGE).hole(0)).as(line).isPresent();
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(170);
    }

    @Test
    void namesTheDescriptorOfAPageThatIsStoredCompressed() throws Exception {
        try (Dump dump = compressed()) {
            Trail trail = dump.spaces().explain(Location.parse("dom0:0xffffffff82161900"));
            assertThat(trail.hole()).isEmpty();
            assertThat(trail.file()).isEmpty();
            assertThat(trail.steps().getLast().what()).startsWith("page descriptor ");
            Location entry = trail.steps().getLast().readAt().orElseThrow();
            long offset = dump.image().file().u64(entry.address());
            assertThat(trail.steps().getLast().says())
                    .contains("file:0x" + Long.toHexString(offset));
        }
    }
}
