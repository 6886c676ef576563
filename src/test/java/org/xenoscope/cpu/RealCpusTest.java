package org.xenoscope.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whose page table each pCPU of a real dump had, and where its registers lead, against the roots
/// and the registers that independent programs read.
@Tag("corpus")
class RealCpusTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern ROOTS =
            Pattern.compile(
                    "dom0 page-table root .* machine 0x([0-9a-f]+);"
                            + " hypervisor root .* machine 0x([0-9a-f]+);.*");
    private static final Pattern CPU =
            Pattern.compile(
                    "note CPU (\\d+): .* rip 0x([0-9a-f]+) \\(kexec_crash_save_cpu.*"
                            + " gs_base 0x([0-9a-f]+) .* cr3 0x([0-9a-f]+) .*");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void tellsWhosePageTableEveryPhysicalCpuHad(String name) throws Exception {
        Matcher roots = ROOTS.matcher(Corpus.truth(name, "pages-summary.txt").getFirst());
        assertThat(roots.matches()).isTrue();
        long dom0 = Long.parseUnsignedLong(roots.group(1), 16);
        long idle = Long.parseUnsignedLong(roots.group(2), 16);
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            for (Matcher truth : cpus(name)) {
                long cr3 = Long.parseUnsignedLong(truth.group(4), 16);
                String owner =
                        cr3 == idle
                                ? "Xen's idle table: no guest loaded"
                                : cr3 == dom0
                                        ? "dom0's kernel table"
                                        : ranDomU(name, truth)
                                                ? "a guest's page table"
                                                : "a page table of dom0";

                Register shown = register(dump, truth, "cr3");
                assertThat(shown.says()).isEqualTo(owner);
                assertThat(shown.target()).hasValue(new Location(SpaceId.MACHINE, cr3 & -0x1000L));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void leadsFromRipToXenAndFromGsBaseToDom0(String name) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            List<Matcher> cpus = cpus(name);
            assertThat(dump.physicalCpus()).hasSameSizeAs(cpus);
            for (Matcher truth : cpus) {
                Register rip = register(dump, truth, "rip");
                Register base = register(dump, truth, "gs_base");

                assertThat(rip.digits()).isEqualTo(truth.group(2));
                assertThat(rip.target())
                        .hasValue(
                                new Location(
                                        SpaceId.XEN, Long.parseUnsignedLong(truth.group(2), 16)));
                assertThat(base.digits()).isEqualTo(truth.group(3));
                if (ranDomU(name, truth)) {
                    assertThat(base.target()).isEmpty();
                }
            }
            assertThat(register(dump, cpus.getFirst(), "gs_base").says()).isEqualTo("of dom0");
            assertThat(register(dump, cpus.getFirst(), "gs_base").target())
                    .map(Location::space)
                    .hasValue(SpaceId.DOM0);
        }
    }

    /// The one pCPU that had a domU loaded, by the analysis of Xen's own structures with a
    /// debugger: d1v0, lazily, on pCPU 1.
    private static boolean ranDomU(String name, Matcher truth) {
        return name.equals("xen420-dom0-panic") && truth.group(1).equals("1");
    }

    private static List<Matcher> cpus(String name) {
        return Corpus.truth(name, "xen-cpus.txt").stream()
                .map(CPU::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static Register register(Dump dump, Matcher truth, String name) {
        return dump.physicalCpus().get(Integer.parseInt(truth.group(1))).registers().stream()
                .flatMap(group -> group.registers().stream())
                .filter(register -> register.field().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
