package org.xenoscope.command;

import org.jspecify.annotations.Nullable;
import org.xenoscope.image.Packed;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Size;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `xenoscope unpack`: a dump that was compressed as a whole, as a file that can be opened.
@Command(
        name = "unpack",
        versionProvider = XenoscopeCommand.Version.class,
        description = {
            "Unpacks a dump that was compressed with gzip, xz or zstd, and prints the name of",
            "the new file. Nothing that exists is replaced."
        },
        footer = {
            "",
            "Without OUT the file is made beside FILE, or in the cache folder where nothing may",
            "be written. Stopping the command leaves nothing behind.",
            "",
            "Examples:",
            "  xenoscope unpack vmcore.gz",
            "  xenoscope report \"$(xenoscope unpack vmcore.zst /tmp/vmcore)\""
        })
final class UnpackCommand implements Callable<Integer> {
    /// Packed bytes between two lines of progress.
    private static final long STRIDE = 64L << 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "the compressed file")
    private Path path = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "OUT", description = "the new file")
    private @Nullable Path out;

    @Option(names = "--progress", description = "tell on standard error how far it is")
    private boolean told;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private UsualOptions usual = new UsualOptions();

    @Override
    public Integer call() {
        try {
            Optional<Packed> packed = Packed.of(path);
            if (packed.isEmpty()) {
                error("%s is not compressed with gzip, xz or zstd.".formatted(path.getFileName()));
                return ExitStatus.CANNOT_OPEN;
            }
            Path target = out == null ? packed.get().target() : out;
            Packed.Result result = packed.get().unpack(target, new Terminal());
            result.damage().ifPresent(this::error);
            PrintWriter print = spec.commandLine().getOut();
            print.println(result.file());
            print.flush();
            return result.damage().isPresent() ? ExitStatus.CANNOT_OPEN : ExitStatus.DONE;
        } catch (NoSuchFileException _) {
            error("%s does not exist.".formatted(path));
        } catch (IOException exception) {
            error(String.valueOf(exception.getMessage()));
        }
        return ExitStatus.CANNOT_OPEN;
    }

    private void error(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("xenoscope: " + sentence.replaceAll("\\R", " "));
        err.flush();
    }

    /// Tells how far it is, if that is asked for.
    private final class Terminal implements Progress {
        private long next = STRIDE;

        @Override
        public void report(long done, long total) {
            if (told && done >= next) {
                next = done + STRIDE;
                spec.commandLine().getErr().println(Size.of(done, total) + " read");
            }
        }

        @Override
        public boolean cancelled() {
            return Thread.currentThread().isInterrupted();
        }
    }
}
