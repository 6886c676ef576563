package org.xenoscope.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/// The built-in sample: a small synthetic dump, made on first use in the person's cache folder.
public final class Sample {
    /// Part of the name, so that a newer program makes its own; count up with any change to the
    /// forge.
    private static final int VERSION = 3;

    private static final long SEED = 0x5eed;

    private Sample() {}

    /// {@return the sample's file, which is made if it is not there}
    ///
    /// @throws IOException if the cache folder cannot be written
    public static Path path() throws IOException {
        Path folder = cache();
        Path sample = folder.resolve("sample-%d.vmcore".formatted(VERSION));
        if (!Files.isRegularFile(sample)) {
            Files.createDirectories(folder);
            Path made = Files.createTempFile(folder, "sample", ".part");
            try {
                Forge.write(PvMachine.withHypervisor(SEED), made);
                Files.move(made, sample, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(made);
            }
        }
        return sample;
    }

    /// {@return whether a file is the sample}
    public static boolean is(Path path) {
        return String.valueOf(path.getFileName()).matches("sample-[0-9]+\\.vmcore")
                && path.toAbsolutePath().startsWith(cache().toAbsolutePath());
    }

    private static Path cache() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        if (system.contains("windows")) {
            return variable("LOCALAPPDATA").orElse(home).resolve("Xenoscope");
        }
        if (system.contains("mac")) {
            return home.resolve("Library/Application Support/Xenoscope");
        }
        return variable("XDG_CACHE_HOME").orElse(home.resolve(".cache")).resolve("xenoscope");
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }
}
