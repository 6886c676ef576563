package org.xenoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;

import java.util.List;
import java.util.Map;

/// What the commands print of real hypervisors.
@Tag("corpus")
class HypervisorCommandsTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;

    @ParameterizedTest
    @FieldSource("DUMPS")
    void symbolsArePrintedAsNmDoes(String dump) {
        Shell shell = Shell.run("symbols", path(dump), "xen");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        List<String> expected =
                Corpus.truth(dump, "nm-xen.txt.zst").stream()
                        .filter(line -> !line.contains(" A "))
                        .map(line -> line.substring(0, 17) + line.substring(19))
                        .sorted()
                        .toList();
        List<String> found =
                shell.out()
                        .lines()
                        .map(line -> line.substring(0, 17) + line.substring(19))
                        .sorted()
                        .toList();
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void theLogHoldsEveryLineThatXlPrinted(String dump) {
        Shell shell = Shell.run("log", path(dump), "xen");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        List<String> printed = Corpus.truth(dump, "xl-dmesg.txt");
        assertThat(shell.out().lines().toList())
                .containsAll(printed.stream().filter(line -> !line.isBlank()).toList());
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void aSymbolIsAPlace(String dump) {
        String symbol = Shell.run("translate", path(dump), "--json", "xen:conring+0x8").out();
        Map<String, Object> answer = Shell.object(symbol.strip());
        String expected =
                Corpus.truth(dump, "nm-xen.txt.zst").stream()
                        .filter(line -> line.endsWith(" conring"))
                        .findFirst()
                        .orElseThrow();
        long address = Long.parseUnsignedLong(expected.substring(0, 16), 16) + 8;
        assertThat(answer).containsEntry("address", "0x" + Long.toHexString(address));
        Shell wrong = Shell.run("translate", path(dump), "xen:conrin");
        assertThat(wrong.status()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(wrong.err()).contains("No symbol conrin in Xen. Did you mean conring?");
        assertThat(Shell.run("translate", path(dump), "xen:abba").err())
                .as("what reads as a number is one")
                .doesNotContain("symbol");
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void domainsAreObjectsToo(String dump) {
        Shell shell = Shell.run("domains", path(dump), "--json");
        assertThat(shell.jsonLines()).hasSize(dump.startsWith("xen420") ? 2 : 1);
        assertThat(shell.jsonLines().getFirst().get("pages")).hasToString("81920");
        Shell report = Shell.run("report", path(dump));
        assertThat(report.out())
                .contains(
                        dump.equals("xen417-hypervisor-crash")
                                ? "Xen panicked on pCPU 0: FATAL PAGE FAULT"
                                : "dom0 panicked; Xen executed the crash kernel on pCPU ");
        assertThat(Shell.run("report", path(dump), "--format", "json").out())
                .contains("\"hypervisor\"");
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void dom0sLogAndSymbolsArePrintedToo(String dump) {
        Shell log = Shell.run("log", path(dump), "dom0");
        assertThat(log.out().lines().toList())
                .containsAll(
                        Corpus.truth(dump, "dmesg.txt").stream()
                                .filter(line -> line.startsWith("["))
                                .toList());
        Shell symbols = Shell.run("symbols", path(dump), "dom0");
        List<String> expected =
                Corpus.truth(dump, "kallsyms.zst").stream()
                        .map(line -> line.replace("\t", " "))
                        .sorted()
                        .toList();
        assertThat(symbols.out().lines().sorted().toList()).isEqualTo(expected);
    }

    private static String path(String dump) {
        return Corpus.dump(dump).toString();
    }
}
