package org.xenoscope.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

    @Test
    void readsTheExampleOfTheCommandLine() {
        Location location = Location.parse("dom0:0xffffffff82161900");

        assertThat(location).isEqualTo(new Location(SpaceId.DOM0, 0xffffffff82161900L));
        assertThat(location).hasToString("dom0:0xffffffff82161900");
    }

    @ParameterizedTest
    @CsvSource({
        "machine:1f000, machine:0x1f000",
        "FILE:0X264, file:0x264",
        "Xen:ffff82d0`40201234, xen:0xffff82d040201234",
        "dom0-physical:0xffff_0000, dom0-physical:0xffff0000",
        "dom0/327:0x400000, dom0/327:0x400000",
        "DOM12-Physical:0x1000, dom12-physical:0x1000",
        "root:0x12a10000:0xffffffff81000000, root:0x12a10000:0xffffffff81000000",
        "machine:0, machine:0x0",
        "xen:0x00000ffffffffffffffff, xen:0xffffffffffffffff",
    })
    void readsAnyCaseAndDigitSeparators(String text, String written) {
        assertThat(Location.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dom0",
                "dom0:",
                "dom0:0x",
                ":0x1000",
                "domain0:0x1000",
                "dom0/:0x1000",
                "dom0-virtual:0x1000",
                "dom999999:0x1000",
                "xen:0x1ffffffffffffffff",
                "xen:-1",
                "xen:0x10zz",
                "machine:0x\u0661",
            })
    void refusesWhatIsNoLocationWithASentenceThatRepeatsIt(String text) {
        assertThatThrownBy(() -> Location.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"")
                .hasMessageNotContaining("null");
    }

    @Test
    void writesEverySpaceSoThatItCanBeReadBack() {
        for (SpaceId.Kind kind : SpaceId.Kind.values()) {
            boolean domain =
                    kind == SpaceId.Kind.DOMAIN_VIRTUAL
                            || kind == SpaceId.Kind.DOMAIN_PHYSICAL
                            || kind == SpaceId.Kind.TASK;
            boolean detail = kind == SpaceId.Kind.TASK || kind == SpaceId.Kind.ROOT;
            SpaceId space = new SpaceId(kind, domain ? 3 : 0, detail ? 0x1000 : 0);
            Location location = new Location(space, 0x8000_0000_0000_0000L);

            assertThat(Location.parse(location.toString())).isEqualTo(location);
        }
    }
}
