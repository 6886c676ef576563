package org.xenoscope.window.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/// What file managers drop. The encoded names are written by hand from RFC 3986 and UTF-8.
class UriListTest {
    @Test
    void readsSpacesUmlautsCommentsAndCarriageReturns() {
        UriList list =
                UriList.parse(
                        "# from a file manager\r\nfile:///a%20b/vmcore\r\n"
                                + "file:///var/Abst%C3%BCrze/vm%e2%98%a0core\r\n\r\n");

        assertThat(list)
                .isEqualTo(
                        new UriList(
                                List.of(
                                        Path.of("/a b/vmcore"),
                                        Path.of("/var/Abstürze/vm\u2620core")),
                                List.of()));
    }

    @Test
    void knowsThisMachineByEachFormOfItsName() {
        UriList list = UriList.parse("file:/a\nfile:///b\nFILE://localhost/c\nfile:///d%25#?");

        assertThat(list.files())
                .containsExactly(Path.of("/a"), Path.of("/b"), Path.of("/c"), Path.of("/d%#?"));
    }

    @Test
    void keepsWhatIsElsewhere() {
        UriList list = UriList.parse("sftp://host/vmcore\nfile://server/share/vmcore\nfile:///x");

        assertThat(list.elsewhere())
                .containsExactly("sftp://host/vmcore", "file://server/share/vmcore");
        assertThat(list.files()).containsExactly(Path.of("/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:", "file:relative", "file://", "file://host", "file:///%", "file:///a%4",
                "file:///a%zz", "file:///%ff%fe", "file:///a%00b", "/no/uri", "\0", "file://%2f/x"
            })
    void refusesWhatIsDamaged(String uri) {
        assertThat(UriList.file(uri)).isEmpty();
    }
}
