package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;

/// What people type into the address field, and where it leads.
class DestinationTest {
    private static final Location HERE = new Location(SpaceId.DOM0, 0xffff_ffff_8100_0000L);
    @TempDir Path folder;
    private Dump dump;

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(new PvMachine(3), file);
        dump = Dump.open(file, Progress.NONE);
    }

    @AfterEach
    void close() {
        dump.close();
    }

    @ParameterizedTest
    @CsvSource({
        "dom0:0xffffffff82161900,                    dom0:0xffffffff82161900",
        "XEN:FFFF82D0`40201234,                      xen:0xffff82d040201234",
        "machine:0x1000,                             machine:0x1000",
        "root:0x610000:0xffff82d040200000,           root:0x610000:0xffff82d040200000",
        "0xffffffff81000010,                         dom0:0xffffffff81000010",
        "ffff82d0`40201234,                          dom0:0xffff82d040201234",
        "ffff_8880_0000_1000,                        dom0:0xffff888000001000",
        "  1000  ,                                   dom0:0x1000",
        "+0x100,                                     dom0:0xffffffff81000100",
        "-0x100,                                     dom0:0xffffffff80ffff00",
        "+ 10,                                       dom0:0xffffffff81000010",
        "mfn 0x601,                                  machine:0x601000",
        "MFN 601,                                    machine:0x601000",
        "pfn 0x2161,                                 dom0-physical:0x2161000",
        "[<ffffffff81a4603f>],                       dom0:0xffffffff81a4603f",
        "[<ffffffff81a4603f>] panic+0x286/0x2c3,     dom0:0xffffffff81a4603f",
        "(XEN)    [<ffff82d04021ed72>] kexec_crash,  dom0:0xffff82d04021ed72",
        "cpu1.rip,                                   xen:0xffff82d040200172",
        "pCPU 0.rip,                                 xen:0xffff82d040200172"
    })
    void leadsToAPlace(String text, String place) {
        assertThat(dump.destination(text, HERE))
                .isInstanceOfSatisfying(
                        Destination.Goes.class,
                        goes -> assertThat(goes.location()).hasToString(place));
    }

    @Test
    void aNoteIsSelectedWhole() {
        assertThat(dump.destination("note 2", HERE))
                .isInstanceOfSatisfying(
                        Destination.Goes.class,
                        goes -> {
                            assertThat(goes.location().space()).isEqualTo(SpaceId.FILE);
                            assertThat(goes.length()).isEqualTo(80);
                            assertThat(goes.says()).contains("CRASH_INFO");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_of_nothing", "g", "dom0"})
    void e3SaysThatNoKernelHasASymbolOfThatName(String text) {
        assertThat(dump.destination(text, HERE))
                .isInstanceOfSatisfying(
                        Destination.Refused.class,
                        refused ->
                                assertThat(refused.sentence())
                                        .startsWith("No symbol " + text + " in "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello world", "0x", "+", "%s"})
    void refusesWhatItCannotReadInTheWordsOfThePerson(String text) {
        assertThat(dump.destination(text, HERE))
                .isEqualTo(
                        new Destination.Refused(
                                text + " is neither an address, a symbol nor a command."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nowhere:0x10",
                "dom0:",
                "dom0:zz",
                "11112222333344445",
                "note 99",
                "cpu7.rip",
                "cpu0.xmm0",
                "cpu0.rax",
                "+ffffffffffffffff",
                "mfn",
                "note 99999999",
                "cpu99999.rip"
            })
    void refusesInOneSentence(String text) {
        assertThat(dump.destination(text, HERE))
                .isInstanceOfSatisfying(
                        Destination.Refused.class,
                        refused -> assertThat(refused.sentence()).matches("[^\\n]+\\."));
    }

    @Test
    void relativeMovesDoNotPassTheEndsOfASpace() {
        Location start = new Location(SpaceId.MACHINE, 0x10);
        assertThat(dump.destination("-0x11", start)).isInstanceOf(Destination.Refused.class);
        assertThat(dump.destination("-0x10", start)).isInstanceOf(Destination.Goes.class);
    }
}
