package org.xenoscope.window.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the arguments of the program mean.
class RequestTest {
    @TempDir Path folder;

    @Test
    void tellsFilesFromALocation() {
        assertThat(Request.of(List.of("vmcore", "", "dom0:0x1000")))
                .isEqualTo(
                        new Request(List.of(Path.of("vmcore")), Optional.of("dom0:0x1000"), false));
    }

    @Test
    void takesWhatExistsForAFileThoughItLooksLikeALocation() throws IOException {
        Path odd = Files.createFile(folder.resolve("machine:0x1"));

        assertThat(Request.of(List.of(odd.toString())).files()).containsExactly(odd);
    }

    @Test
    void takesASymbolForALocation() throws IOException {
        String dump = Files.createFile(folder.resolve("vmcore")).toString();

        assertThat(Request.of(List.of(dump, "dom0:init_task+0x10")).place())
                .contains("dom0:init_task+0x10");
        assertThat(Request.of(List.of(dump, "xen:conring")).place()).contains("xen:conring");
        assertThat(Request.of(List.of(dump, "panic")).place()).contains("panic");
        assertThat(Request.of(List.of(dump, "cpu1.rip")).place()).contains("cpu1.rip");
        assertThat(Request.of(List.of("panic")).files()).containsExactly(Path.of("panic"));
        assertThat(Request.of(List.of(dump, "/var/crash/other")).files()).hasSize(2);
    }

    @Test
    void readsFileUris() {
        assertThat(Request.of(List.of("file:///var/crash/a%20b")).files())
                .containsExactly(Path.of("/var/crash/a b"));
    }

    @Test
    void aloneIsAnOptionUntilTwoDashes() {
        assertThat(Request.of(List.of("--new-process", "vmcore")))
                .isEqualTo(new Request(List.of(Path.of("vmcore")), Optional.empty(), true));
        assertThat(Request.of(List.of("--", "--new-process", "dom0:0x1")))
                .isEqualTo(
                        new Request(
                                List.of(Path.of("--new-process"), Path.of("dom0:0x1")),
                                Optional.empty(),
                                false));
    }
}
