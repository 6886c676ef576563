package org.xenoscope.xen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.symbol.SymbolTableBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is recovered of real hypervisors is what they, and tools with their symbols, said: with
/// notes, without them, with text symbols alone.
@Tag("corpus")
class RealHypervisorTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Notes NONE = new Notes(List.of(), List.of(), List.of(), List.of());

    /// How much is known beforehand.
    private enum Way {
        WHOLE,
        BARE,
        TEXT_ONLY,
        BARE_TEXT_ONLY,
        NO_SYMBOLS
    }

    private static Stream<List<Object>> ways() {
        return DUMPS.stream()
                .flatMap(dump -> Stream.of(Way.values()).map(way -> List.of(dump, way)));
    }

    private static final List<List<Object>> WAYS = ways().toList();

    @ParameterizedTest
    @FieldSource("WAYS")
    void recoversTheSameWhateverIsMissing(List<Object> way) throws Exception {
        String dump = (String) way.getFirst();
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Hypervisor xen = hypervisor(image, (Way) way.getLast());
            image(xen, dump);
            console(xen, dump);
            domains(xen, dump);
            cpus(xen, dump);
            crash(xen, dump);
        }
    }

    private static Hypervisor hypervisor(Image image, Way way) {
        boolean bare = way == Way.BARE || way == Way.BARE_TEXT_ONLY;
        Notes notes = bare ? NONE : Notes.of(image);
        Spaces spaces = Spaces.of(image, notes);
        Hypervisor whole = Hypervisor.of(image, notes, spaces);
        return switch (way) {
            case WHOLE, BARE -> whole;
            case TEXT_ONLY, BARE_TEXT_ONLY ->
                    Hypervisor.with(image, notes, spaces, text(whole.symbols()));
            case NO_SYMBOLS -> Hypervisor.with(image, notes, spaces, SymbolTable.EMPTY);
        };
    }

    /// As a Xen built without live patches has them.
    private static SymbolTable text(Fact<SymbolTable> symbols) {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        for (Symbol symbol : symbols.value().orElseThrow().all()) {
            if (symbol.text()) {
                builder.add(symbol.address(), symbol.type(), symbol.name());
            }
        }
        return builder.build("text symbols alone");
    }

    private static void image(Hypervisor xen, String dump) {
        XenImage image = xen.image().value().orElseThrow();
        assertThat(image.virtStart()).isEqualTo(0xffff_82d0_4000_0000L);
        assertThat(image.agrees()).isTrue();
        assertThat(Corpus.truth(dump, "ids.txt"))
                .anyMatch(line -> line.contains(xen.buildId().value().orElseThrow()));
        String command = line(dump, "xl-info.txt", "xen_commandline\\s*: (.*)");
        assertThat(xen.commandLine().value().orElseThrow().strip()).isEqualTo(command.strip());
        String extra = line(dump, "xl-info.txt", "xen_extra\\s*: (.*)");
        assertThat(xen.version().version().value().orElseThrow()).endsWith(extra);
        assertThat(xen.version().compiler().value().orElseThrow()).startsWith("x86_64-linux-gnu");
        assertThat(xen.tainted().value().orElse(0L)).isZero();
    }

    private static String line(String dump, String file, String pattern) {
        return Corpus.truth(dump, file).stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static void console(Hypervisor xen, String dump) {
        Console console = xen.console().value().orElseThrow();
        assertThat(console.ringBytes()).isEqualTo(1 << 20);
        List<String> lines = console.lines().stream().map(String::strip).toList();
        List<String> earlier =
                Corpus.truth(dump, "xl-dmesg.txt").stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        assertThat(earlier).hasSizeGreaterThan(100);
        assertThat(lines).containsAll(earlier);
        assertThat(lines).anyMatch(line -> line.contains("Executing kexec image on cpu"));
        assertThat(lines).contains("(XEN) Shot down all CPUs");
    }

    private static void domains(Hypervisor xen, String dump) {
        List<Domain> domains = xen.domains().value().orElseThrow();
        List<String> list =
                Corpus.truth(dump, "xl-vcpu-list.txt").stream().skip(1).sorted().toList();
        List<String> found = new ArrayList<>();
        for (Domain domain : domains) {
            assertThat(domain.type().value()).contains(Domain.Type.PV);
            assertThat(domain.pages().value()).contains(domain.id() == 0 ? 81_920L : 28_672L);
            for (Vcpu vcpu : domain.vcpus()) {
                found.add(domain.id() + " " + vcpu.id());
                assertThat(vcpu.started()).isTrue();
                assertThat(vcpu.runstate()).isPresent();
                assertThat(vcpu.kernelSp()).isPresent();
            }
        }
        List<String> expected =
                list.stream()
                        .map(line -> line.trim().split("\\s+"))
                        .map(words -> words[1] + " " + words[2])
                        .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        layout(xen, dump);
    }

    /// As the debug information of 4.20 says, and as was measured of 4.17.
    private static void layout(Hypervisor xen, String dump) {
        VcpuLayout layout = xen.layout().value().orElseThrow();
        boolean newer = dump.startsWith("xen420");
        assertThat(layout.domain().value()).contains(newer ? 24 : 16);
        assertThat(layout.domainVcpus().value()).contains(newer ? 16 : 8);
        assertThat(layout.runstate().value()).contains(newer ? 240 : 216);
        assertThat(layout.userRegs().value()).contains(newer ? 640 : 648);
        assertThat(layout.flags().value()).contains(newer ? 888 : 896);
        assertThat(layout.guestTable().value()).contains(newer ? 2568 : 2824);
        assertThat(layout.cr3().value()).contains(newer ? 2600 : 2856);
        assertThat(layout.kernelSp().value()).contains(1312);
        layout.dirtyCpu()
                .value()
                .ifPresent(offset -> assertThat(offset).isEqualTo(newer ? 312 : 284));
        layout.pauseFlags()
                .value()
                .ifPresent(offset -> assertThat(offset).isEqualTo(newer ? 328 : 296));
    }

    private static void cpus(Hypervisor xen, String dump) {
        List<XenCpu> cpus = xen.cpus().value().orElseThrow();
        List<String> found = new ArrayList<>();
        for (XenCpu cpu : cpus) {
            found.add(
                    "stack top 0x%x processor_id %d current_vcpu 0x%x per_cpu_offset 0x%x"
                            .formatted(
                                    cpu.stack() + cpu.stackBytes(),
                                    cpu.number(),
                                    cpu.current().value().orElseThrow(),
                                    cpu.perCpuOffset().orElseThrow()));
            assertThat(cpu.guestFrame().orElseThrow())
                    .isEqualTo(cpu.stack() + cpu.stackBytes() - 0x108);
        }
        List<String> expected =
                Corpus.truth(dump, "xen-cpus.txt").stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("stack top"))
                        .toList();
        assertThat(found).isEqualTo(expected);
    }

    private static void crash(Hypervisor xen, String dump) {
        Crash crash = xen.crash().value().orElseThrow();
        boolean panic = dump.equals("xen417-hypervisor-crash");
        assertThat(crash.kind()).isEqualTo(panic ? Crash.Kind.XEN_PANIC : Crash.Kind.DOM0_CRASH);
        String said =
                Corpus.truth(dump, "serial.log").stream()
                        .map(Pattern.compile(".*Executing kexec image on cpu(\\d+).*")::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst()
                        .orElseThrow();
        assertThat(crash.pcpu()).hasValue(Integer.parseInt(said));
        if (panic) {
            assertThat(crash.sentence()).isEqualTo("Xen panicked on pCPU 0: FATAL PAGE FAULT");
        }
    }

    /// d1v0 lazily on 1, d0v1 on 0, d0v0 on 3, nothing on 2.
    @Test
    void saysWhoseStateEachCpuHasLoaded() throws Exception {
        try (Image image = ImageFile.open(Corpus.dump("xen420-dom0-panic"), Progress.NONE)) {
            Hypervisor xen = hypervisor(image, Way.WHOLE);
            List<Optional<String>> loaded =
                    xen.cpus().value().orElseThrow().stream()
                            .map(cpu -> xen.vcpuAt(cpu.loaded().value().orElseThrow()))
                            .map(vcpu -> vcpu.map(Vcpu::name))
                            .toList();
            assertThat(loaded)
                    .containsExactly(
                            Optional.of("d0v1"),
                            Optional.of("d1v0"),
                            Optional.empty(),
                            Optional.of("d0v0"));
        }
    }
}
