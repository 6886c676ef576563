package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.place.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Folders and many files, as they are dropped.
class DroppedFilesTest {
    @TempDir Path folder;

    @Test
    void w76OpensTheOneDumpThatAFolderHolds() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("202611"));
        Path dump = Sitting.forge(inner);
        Files.writeString(folder.resolve("notes.txt"), "nothing\n");

        DroppedFiles found = DroppedFiles.of(List.of(folder), Progress.NONE);

        assertThat(found.files()).containsExactly(dump);
        assertThat(found.choose()).isFalse();
        assertThat(found.sentence()).isEmpty();
    }

    @Test
    void w76SaysWhatItFoundWhereThereIsNoDump() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "nothing\n");
        Files.createFile(folder.resolve("empty"));

        DroppedFiles found = DroppedFiles.of(List.of(folder), Progress.NONE);

        assertThat(found.files()).isEmpty();
        assertThat(found.sentence().orElseThrow())
                .startsWith("No Xen dump in %s (2 files looked at).".formatted(folder))
                .contains("Found:");
    }

    @Test
    void w76LooksNoDeeperThanTwoLevelsAndFollowsNoLink() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        Path dump = Sitting.forge(deep);
        Path other = Files.createDirectories(folder.resolve("x"));
        Files.createSymbolicLink(other.resolve("link"), dump);

        DroppedFiles found = DroppedFiles.of(List.of(folder), Progress.NONE);

        assertThat(found.files()).isEmpty();
        assertThat(found.sentence().orElseThrow()).contains("(0 files looked at)");
    }

    @Test
    void w75LetsThePersonChooseAmongMoreThanEight() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            files.add(Files.createFile(folder.resolve("dump" + i)));
        }
        assertThat(DroppedFiles.of(files, Progress.NONE).choose()).isTrue();
        assertThat(DroppedFiles.of(files.subList(0, 8), Progress.NONE).choose()).isFalse();
    }
}
