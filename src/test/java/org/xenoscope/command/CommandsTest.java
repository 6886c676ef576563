package org.xenoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The commands on the dump of a forged machine: what they print and what they tell the shell.
class CommandsTest {
    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(11);
    private String dump = "";

    @BeforeEach
    void writeDump() throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(machine, file);
        dump = file.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "translate", "read"})
    void everyCommandHasHelpWithExamplesAndAVersion(String command) {
        Shell help = Shell.run(command, "--help");
        assertThat(help.status()).isEqualTo(ExitStatus.DONE);
        assertThat(help.out()).contains("Examples:", "xenoscope " + command);
        Shell version = Shell.run(command, "--version");
        assertThat(version.status()).isEqualTo(ExitStatus.DONE);
        assertThat(version.out()).startsWith("xenoscope ");
    }

    @Test
    void theProgramHasHelpAndAVersion() {
        assertThat(Shell.run("--help").out()).contains("Examples:", "report", "Exit status");
        assertThat(Shell.run("--version").out()).startsWith("xenoscope ");
        assertThat(Shell.run("help", "read").out()).contains("LENGTH");
    }

    @Test
    void tellsCommandWordsFromFiles() {
        assertThat(XenoscopeCommand.isCommand("report")).isTrue();
        assertThat(XenoscopeCommand.isCommand("--version")).isTrue();
        assertThat(XenoscopeCommand.isCommand("vmcore")).isFalse();
        assertThat(XenoscopeCommand.isCommand("-")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "report DUMP --format xml", "read DUMP", "frobnicate"})
    void wrongUsageIsOneLineAndEndsWithTwo(String line) {
        Shell shell = Shell.run(line.replace("DUMP", dump).split(" ", -1));
        assertThat(shell.status()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertOneLine(shell.err());
        assertThat(shell.out()).isEmpty();
    }

    /// Escapes of a terminal, bytes that no file name has, a name that other programs expand.
    @ParameterizedTest
    @ValueSource(strings = {"\u001b[31mred", "\0", "", "two\nlines", "@list"})
    void anOddFileNameIsOneCalmLine(String name) throws Exception {
        Files.writeString(folder.resolve("list"), dump);
        Shell shell = Shell.run("report", name);
        assertThat(shell.status()).isBetween(ExitStatus.CANNOT_OPEN, ExitStatus.WRONG_USAGE);
        assertOneLine(shell.err());
        assertThat(shell.err().strip()).doesNotContainPattern("\\p{Cntrl}|Exception|interface");
    }

    @Test
    void aFileThatIsNoDumpIsOneLineAndEndsWithOne() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a dump\n");
        for (Path file : List.of(empty, text, folder, folder.resolve("missing"))) {
            Shell shell = Shell.run("report", file.toString());
            assertThat(shell.status()).as("%s", file).isEqualTo(ExitStatus.CANNOT_OPEN);
            assertOneLine(shell.err());
            assertThat(shell.err()).contains(String.valueOf(file.getFileName()));
            assertThat(shell.out()).isEmpty();
        }
    }

    @Test
    void translatePrintsOneObjectALineInTheOrderGiven() {
        List<Location> asked = new ArrayList<>(machine.reachable().keySet());
        StringBuilder input = new StringBuilder();
        asked.forEach(place -> input.append(place).append('\n'));
        Shell shell = Shell.fed(input.toString(), "translate", dump, "--json", "-");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        List<Map<String, Object>> lines = shell.jsonLines();
        assertThat(lines).hasSameSizeAs(asked);
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> line = lines.get(i);
            assertThat(line)
                    .containsOnlyKeys(
                            "location",
                            "space",
                            "address",
                            "physical",
                            "machine",
                            "file",
                            "hole",
                            "marks",
                            "steps")
                    .containsEntry("location", asked.get(i).toString())
                    .containsEntry("space", asked.get(i).space().text())
                    .containsEntry("address", asked.get(i).hex())
                    .containsEntry("machine", Location.hex(machineOf(asked.get(i))))
                    .containsEntry("hole", Shell.NULL);
            assertThat(line.get("file").toString()).startsWith("0x");
            assertSteps(line);
        }
    }

    private static void assertSteps(Map<String, Object> line) {
        assertThat((List<?>) line.get("steps"))
                .isNotEmpty()
                .allSatisfy(
                        step ->
                                assertThat(
                                                ((Map<?, ?>) step)
                                                        .keySet().stream().map(Object::toString))
                                        .containsExactly("space", "address", "entry", "says"));
    }

    private long machineOf(Location place) {
        return machine.reachable().getOrDefault(place, -1L);
    }

    @Test
    void translateEndsWithThreeWhenEveryLocationIsAHole() {
        for (Map.Entry<Location, HoleReason> hole : machine.holes().entrySet()) {
            String place = hole.getKey().toString();
            Shell shell = Shell.run("translate", dump, "--json", place);
            assertThat(shell.status()).as(place).isEqualTo(ExitStatus.NOTHING_THERE);
            assertThat(shell.json())
                    .containsEntry("hole", hole.getValue().name())
                    .containsEntry("file", Shell.NULL);
        }
        Shell mixed = Shell.run("translate", dump, "machine:0x9fc00", "machine:0x1000");
        assertThat(mixed.status()).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void aSpaceThatTheDumpLacksIsTheHoleNoRoot() {
        Shell shell = Shell.run("translate", dump, "--json", "dom7:0xffffffff81000000");
        assertThat(shell.json())
                .containsEntry("space", "dom7")
                .containsEntry("hole", "NO_ROOT")
                .containsEntry("machine", Shell.NULL);
        assertThat(shell.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        shell = Shell.run("translate", dump, "--json", "dom7-physical:0x1000");
        assertThat(shell.json()).containsEntry("hole", "NO_ROOT");
    }

    @Test
    void aLineThatCannotBeReadIsAnErrorInItsPlaceAndEndsWithTwo() {
        String input = "machine:0x0\nnonsense\nmachine:0xzz\nfile:0x0\n";
        Shell shell = Shell.fed(input, "translate", dump, "--json", "-");
        assertThat(shell.status()).isEqualTo(ExitStatus.WRONG_USAGE);
        List<Map<String, Object>> lines = shell.jsonLines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).containsEntry("machine", "0x0");
        assertThat(lines.get(1)).containsOnlyKeys("location", "error");
        assertThat(lines.get(1)).containsEntry("location", "nonsense");
        assertThat(lines.get(2)).containsOnlyKeys("location", "error");
        assertThat(lines.get(3)).containsEntry("space", "file");
    }

    /// As a script does that reads each answer before it asks for the next.
    @Test
    void translateAnswersALineBeforeItWaitsForTheNext() throws Exception {
        PrintStream systemOut = System.out;
        InputStream systemIn = System.in;
        PipedInputStream answers = new PipedInputStream(1 << 16);
        PipedOutputStream questions = new PipedOutputStream();
        System.setOut(
                new PrintStream(new PipedOutputStream(answers), false, StandardCharsets.UTF_8));
        System.setIn(new PipedInputStream(questions));
        // pipes die with the thread that read or wrote them last
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            var status =
                    CompletableFuture.supplyAsync(
                            () -> XenoscopeCommand.run(null, "translate", dump, "--json", "-"),
                            Thread.ofVirtual()::start);
            var lines = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
            for (String place : List.of("machine:0x1000", "file:0x0")) {
                questions.write((place + "\n").getBytes(StandardCharsets.US_ASCII));
                questions.flush();
                String line =
                        CompletableFuture.supplyAsync(() -> read(lines), reader)
                                .get(30, TimeUnit.SECONDS);
                assertThat(line).contains("\"location\":\"" + place + "\"");
            }
            questions.close();
            assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
        } finally {
            System.setOut(systemOut);
            System.setIn(systemIn);
        }
    }

    private static String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Test
    void translateTellsTheStepsAsText() {
        Shell shell = Shell.run("translate", dump, "dom0-physical:0x20000");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        assertThat(shell.out()).contains("dom0-physical:0x20000", "machine:0x", "file:0x");
    }

    @Test
    void readPrintsRowsOfSixteenBytes() {
        Shell shell = Shell.run("read", dump, "machine:0x600000", "0x12");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        assertThat(shell.out().lines())
                .containsExactly(
                        "0000000000600000  58 65 6e 27 73 20 74 65 78 74 20 62 65 67 69 6e"
                                + "  Xen's text begin",
                        "0000000000600010  73 20" + " ".repeat(42) + "  s ");
    }

    @Test
    void readSaysWhyBytesAreMissing() {
        Shell shell = Shell.run("read", dump, "machine:0x9fbf0", "32");
        assertThat(shell.status()).isEqualTo(ExitStatus.DONE);
        assertThat(shell.out()).contains("000000000009fc00  16 bytes: NOT_IN_DUMP");
        Shell nothing = Shell.run("read", dump, "machine:0x9fc00", "16");
        assertThat(nothing.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        assertThat(nothing.out()).contains("16 bytes: NOT_IN_DUMP");
    }

    @Test
    void readRawWritesUpToTheFirstHoleAndEndsWithThree() {
        Shell whole = Shell.run("read", dump, "machine:0x600000", "10", "--raw");
        assertThat(whole.status()).isEqualTo(ExitStatus.DONE);
        assertThat(whole.raw()).isEqualTo("Xen's text".getBytes(StandardCharsets.US_ASCII));
        Shell cut = Shell.run("read", dump, "machine:0x9fbf0", "32", "--raw");
        assertThat(cut.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        assertThat(cut.raw()).hasSize(16);
        assertOneLine(cut.err());
        assertThat(cut.err()).contains("NOT_IN_DUMP");
    }

    @Test
    void readEndsAtTheLastAddressOfASpace() {
        Shell shell = Shell.run("read", dump, "dom0:0xfffffffffffffff0", "64");
        assertThat(shell.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        Shell file = Shell.run("read", dump, "file:0x0", "0x7fffffffffffffff", "--raw");
        assertThat(file.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        assertThat(file.raw()).hasSize((int) folder.resolve("vmcore").toFile().length());
    }

    @Test
    void readStopsWhenNobodyReadsItsOutput() throws Exception {
        PrintStream before = System.out;
        AtomicLong writes = new AtomicLong();
        OutputStream closed =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        writes.incrementAndGet();
                        throw new IOException("Broken pipe");
                    }
                };
        System.setOut(new PrintStream(closed, false, StandardCharsets.UTF_8));
        try {
            assertThat(XenoscopeCommand.run(null, "read", dump, "machine:0x100000", "0x400000"))
                    .isEqualTo(ExitStatus.DONE);
        } finally {
            System.setOut(before);
        }
        // the first of 64 blocks: some hundreds of writes, where all would be 64 times that
        assertThat(writes.get()).isBetween(1L, 10_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0x", "0x-5", "ten", "99999999999999999999"})
    void aLengthThatIsNoneIsWrongUsage(String length) {
        Shell shell = Shell.run("read", dump, "--", "machine:0x0", length);
        assertThat(shell.status()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertOneLine(shell.err());
    }

    @Test
    void theReportIsTheSameInBothFormats() {
        Shell text = Shell.run("report", dump);
        assertThat(text.status()).isEqualTo(ExitStatus.DONE);
        assertThat(text.out())
                .contains("Hypervisor", "dom0", "Xen 4.17-sample", "pCPU 1", "Spaces", "Findings")
                .contains("machine:0x%x".formatted(machine.kernelRoot()));
        Map<String, Object> json = Shell.run("report", dump, "--format", "json").json();
        assertThat(json)
                .containsKeys(
                        "elf_header", "program_headers", "notes", "cpus", "spaces", "findings");
        assertThat((List<?>) json.get("cpus")).hasSize(2);
        assertThat((List<?>) json.get("notes")).hasSize(6);
    }

    @Test
    void headersAndRegistersAreFlatObjectsOfNumbers() {
        Map<String, Object> json = Shell.run("report", dump, "--format", "json").json();
        assertThat((List<?>) json.get("program_headers"))
                .hasSize(4)
                .allSatisfy(header -> assertNumbers((Map<?, ?>) header));
        for (Object cpu : (List<?>) json.get("cpus")) {
            Map<?, ?> registers = (Map<?, ?>) ((Map<?, ?>) cpu).get("registers");
            assertThat(registers).isNotEmpty();
            assertNumbers(registers);
        }
        Map<?, ?> second = (Map<?, ?>) ((List<?>) json.get("cpus")).get(1);
        Map<?, ?> registers = (Map<?, ?>) second.get("registers");
        assertThat(registers.get("rip")).isEqualTo("0xffff82d040200172");
        assertThat(registers.get("rsp")).isEqualTo("0xffff83000070fe08");
        assertThat(registers.get("cr3")).isEqualTo(Location.hex(machine.processRoot()));
    }

    private static void assertNumbers(Map<?, ?> object) {
        assertThat(object.values())
                .allSatisfy(
                        value ->
                                assertThat(value.toString())
                                        .matches("0x(0|[1-9a-f][0-9a-f]{0,15})|[0-9]+"));
    }

    private static void assertOneLine(String text) {
        assertThat(text.lines()).hasSize(1);
        assertThat(text).startsWith("xenoscope: ");
    }
}
