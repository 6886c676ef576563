package org.xenoscope.window.shell;

import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a drop holds once its folders were looked through: two levels deep, at most two thousand
/// files, symbolic links not followed.
///
/// @param files files to open: those that were dropped, and the dumps that folders hold
/// @param sentence what to say if there is nothing to open; empty if there is
/// @param choose whether the person should choose among the files first
record DroppedFiles(List<Path> files, Optional<String> sentence, boolean choose) {
    private static final int DEPTH = 2;
    private static final int MOST_FILES = 2000;
    private static final int MOST_KINDS = 4;

    /// Looks through what was dropped. Reads the first bytes of files; call it away from the JavaFX
    /// thread.
    static DroppedFiles of(List<Path> dropped, Progress progress) throws IOException {
        List<Path> files = new ArrayList<>();
        Optional<String> sentence = Optional.empty();
        boolean choose = false;
        for (Path path : dropped) {
            if (Files.isDirectory(path)) {
                Folder folder = new Folder(progress);
                Files.walkFileTree(path, EnumSet.noneOf(FileVisitOption.class), DEPTH, folder);
                files.addAll(folder.dumps);
                choose |= folder.dumps.size() > 1;
                if (folder.dumps.isEmpty()) {
                    sentence = Optional.of(folder.sentence(path));
                }
            } else {
                files.add(path);
            }
        }
        choose |= files.size() > DumpWindow.MOST_WINDOWS;
        return new DroppedFiles(
                List.copyOf(files), files.isEmpty() ? sentence : Optional.empty(), choose);
    }

    /// A folder that is looked through.
    private static final class Folder extends SimpleFileVisitor<Path> {
        private final Progress progress;
        private final List<Path> dumps = new ArrayList<>();
        private final Map<String, Integer> kinds = new TreeMap<>();
        private int looked;

        Folder(Progress progress) {
            this.progress = progress;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (progress.cancelled() || looked == MOST_FILES) {
                return FileVisitResult.TERMINATE;
            }
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                looked++;
                progress.report(looked, 0);
                look(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException exception) {
            kinds.merge("cannot be read", 1, Integer::sum);
            return FileVisitResult.CONTINUE;
        }

        private void look(Path file) {
            try (Image _ = ImageFile.open(file, progress)) {
                dumps.add(file);
            } catch (NotADumpException exception) {
                kinds.merge(kind(file, String.valueOf(exception.getMessage())), 1, Integer::sum);
            } catch (IOException _) {
                kinds.merge("cannot be read", 1, Integer::sum);
            }
        }

        /// {@return what a file is, out of the sentence that refuses it}
        private static String kind(Path file, String sentence) {
            String name = String.valueOf(file.getFileName());
            int end = sentence.indexOf(". ");
            String first = end < 0 ? sentence : sentence.substring(0, end);
            int at = first.indexOf(name);
            String rest = at < 0 ? first : first.substring(at + name.length()).strip();
            return rest.replaceAll("[.]$", "").replaceFirst("^is ", "").strip();
        }

        String sentence(Path folder) {
            String none =
                    "No Xen dump in %s (%d %s looked at)."
                            .formatted(folder, looked, looked == 1 ? "file" : "files");
            String found =
                    String.join(
                            "; ",
                            kinds.entrySet().stream()
                                    .limit(MOST_KINDS)
                                    .map(kind -> kind.getValue() + " × " + kind.getKey())
                                    .toList());
            return found.isEmpty() ? none : none + " Found: " + found + ".";
        }
    }
}
