package org.xenoscope;

import io.airlift.compress.v3.zstd.ZstdInputStream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Real dumps and what independent programs read out of them.
///
/// The folder is named by the system property `xenoscope.corpus` or the environment variable
/// `XENOSCOPE_CORPUS`; tests that need it carry the tag `corpus` and are left out without it. Dumps
/// are unpacked once, into `xenoscope.corpus.cache` (default `~/.cache/xenoscope-corpus`).
public final class Corpus {
    /// The dumps in ELF format.
    public static final List<String> ELF_DUMPS =
            List.of("xen417-dom0-panic", "xen417-hypervisor-crash", "xen420-dom0-panic");

    private Corpus() {}

    /// {@return the unpacked dump of that name}
    public static Path dump(String name) {
        Path cache = cache();
        try {
            Files.createDirectories(cache);
            // two builds at a time unpack one after the other
            try (FileChannel channel =
                            FileChannel.open(
                                    cache.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                unpack(cache, name);
                assert lock.isValid();
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return cache.resolve(name).resolve("vmcore");
    }

    /// The corpus's own script checks the sum and leaves alone what is there already.
    private static void unpack(Path cache, String name) throws IOException {
        Process process =
                new ProcessBuilder("bash", root().resolve("unpack").toString(), cache + "", name)
                        .redirectErrorStream(true)
                        .start();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IOException(exception);
        }
    }

    /// {@return the lines of a file with truths about a dump; `.zst` files are unpacked}
    public static List<String> truth(String name, String file) {
        Path path = root().resolve(name).resolve("truth").resolve(file);
        try (InputStream stream = Files.newInputStream(path);
                InputStream plain = file.endsWith(".zst") ? new ZstdInputStream(stream) : stream;
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static Path root() {
        return setting("xenoscope.corpus", "XENOSCOPE_CORPUS")
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "Name the corpus: -Dxenoscope.corpus=FOLDER."));
    }

    private static Path cache() {
        return setting("xenoscope.corpus.cache", "XENOSCOPE_CORPUS_CACHE")
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "xenoscope-corpus"));
    }

    private static Optional<Path> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }
}
