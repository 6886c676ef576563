package org.xenoscope.xen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Lies in the hypervisor's memory: each costs the fact that it is about, and nothing hangs.
@Timeout(120)
class HostileHypervisorTest {
    private static final long DOM0 = 0xffff_8300_0064_0000L;
    private static final long DOMU = 0xffff_8300_0064_4000L;
    private static final int NEXT_IN_LIST = 0x88;
    private static final int ROUNDS = 60;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("vmcore");
        Forge.write(PvMachine.withHypervisor(21), file);
    }

    @Test
    void refusesARingOfFourGigabytesAndKeepsTheRest() throws Exception {
        set(symbol("conring_size"), 4, 0xffff_ffffL);
        asked(
                xen -> {
                    assertThat(xen.console()).isInstanceOf(Unknown.class);
                    tellsDomains(xen);
                });
    }

    @Test
    void believesNoSizeThatIsNoPowerOfTwo() throws Exception {
        set(symbol("conring_size"), 4, 0x3fff);
        asked(xen -> assertThat(xen.console()).isInstanceOf(Unknown.class));
    }

    @Test
    void readsARingThatLeadsNowhereAsUnknown() throws Exception {
        set(symbol("conring"), 8, 0xffff_8300_7fff_0000L);
        asked(
                xen -> {
                    assertThat(xen.console()).isInstanceOf(Unknown.class);
                    tellsDomains(xen);
                });
    }

    @Test
    void stopsWhereTheListOfDomainsLoops() throws Exception {
        set(DOMU + NEXT_IN_LIST, 8, DOM0);
        asked(
                xen -> {
                    tellsDomains(xen);
                    assertThat(xen.findings().stream().map(Finding::sentence))
                            .contains(
                                    "The list of domains leads back to domain 0 after 2 domains.");
                    tellsConsole(xen);
                });
    }

    @Test
    void saysWhereTheListOfDomainsLeadsAway() throws Exception {
        set(DOMU + NEXT_IN_LIST, 8, 0xffff_8300_7fff_0000L);
        asked(
                xen -> {
                    assertThat(xen.domains().value().orElseThrow()).isNotEmpty();
                    tellsConsole(xen);
                });
    }

    @Test
    void hasNoVcpuWhereTheArrayLeadsNowhere() throws Exception {
        set(DOMU + 8, 8, 0xffff_8300_7fff_0000L);
        set(DOMU + 4, 4, 8192);
        asked(
                xen -> {
                    List<Domain> domains = xen.domains().value().orElseThrow();
                    assertThat(domains.getFirst().vcpus()).hasSize(2);
                    assertThat(domains.getLast().id()).isEqualTo(1);
                    assertThat(domains.getLast().vcpus()).isEmpty();
                });
    }

    @Test
    void believesNoMaximumThatXenCannotHave() throws Exception {
        set(DOM0 + 4, 4, 0xffff_ffffL);
        asked(
                xen -> {
                    assertThat(xen.domains().value().orElseThrow()).hasSize(2);
                    tellsConsole(xen);
                });
    }

    @Test
    void findsDomainsWithoutItsSymbols() throws Exception {
        long table = symbol("symbols_offsets");
        for (int at = 0; at < 0x600; at += 8) {
            set(table + at, 8, 0x0101_0101_0101_0101L * (at % 251));
        }
        asked(this::tellsDomains);
    }

    @Test
    void answersOrSaysWhyWhateverWordsAreRandom() throws Exception {
        byte[] sound = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        long[] places = {
            symbol("saved_cmdline"),
            symbol("symbols_offsets"),
            DOM0,
            DOMU,
            0xffff_8300_0064_8000L,
            0xffff_8300_0064_a000L,
            0xffff_8300_0066_0000L,
            0xffff_8300_0070_7000L,
            0xffff_8300_0070_f000L,
        };
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(file, sound);
            long place = places[round % places.length];
            for (int i = 0; i < 64; i++) {
                set(place + 8L * random.nextInt(0x200), 8, word(random));
            }
            asked(
                    xen -> {
                        xen.image();
                        xen.version();
                        xen.commandLine();
                        xen.console();
                        xen.cpus();
                        xen.domains();
                        xen.layout();
                        xen.crash();
                        xen.maxPage();
                        xen.tainted();
                        xen.findings()
                                .forEach(
                                        found ->
                                                assertThat(found.sentence())
                                                        .endsWith(".")
                                                        .doesNotContain("null"));
                    });
        }
    }

    /// Noise, ones, zeros, or a pointer to another structure.
    private static long word(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> -1;
            case 2 -> 0;
            default -> 0xffff_8300_0064_0000L + 0x1000L * random.nextInt(0x40);
        };
    }

    private void tellsDomains(Hypervisor xen) {
        assertThat(xen.domains().value().orElseThrow().stream().map(Domain::id))
                .containsExactly(0, 1);
    }

    private void tellsConsole(Hypervisor xen) {
        assertThat(xen.console().value().orElseThrow().lines()).hasSize(10);
    }

    private void asked(Consumer<Hypervisor> question) throws Exception {
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            question.accept(dump.xen());
            dump.cpus().physical().forEach(cpu -> dump.cpus().trace(cpu));
        }
    }

    private long symbol(String name) throws Exception {
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            return dump.xen().symbols().value().orElseThrow().address(name).orElseThrow();
        }
    }

    private void set(long vaddr, int bytes, long value) throws Exception {
        long at;
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            at = dump.spaces().explain(new Location(SpaceId.XEN, vaddr)).file().orElseThrow();
        }
        byte[] word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(word, 0, bytes);
        }
    }
}
