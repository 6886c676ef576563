package org.xenoscope.image;

import io.airlift.compress.v3.zstd.ZstdInputStream;

import org.tukaani.xz.XZInputStream;
import org.xenoscope.bytes.SparseOutput;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Size;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPInputStream;

/// A file that was compressed as a whole: it is read at random only once it is unpacked. Unpacking
/// is done when a person asks for it, never else.
public final class Packed {
    private static final int BLOCK = 1 << 16;

    /// Room that is left on the disk: a full disk harms more than this program.
    private static final long MARGIN = 64L << 20;

    /// Blocks between two looks at the room on the disk.
    private static final int STRIDE = 1 << 10;

    /// Memory that an xz file may ask for, in KiB: `xz -9` needs 65 MiB.
    private static final int XZ_MEMORY = 256 << 10;

    private final Path path;
    private final Kind kind;
    private final String holds;

    /// How files are compressed that this program unpacks.
    private enum Kind {
        GZIP("gzip", ".gz"),
        XZ("xz", ".xz"),
        ZSTD("Zstandard", ".zst");

        private final String text;
        private final String suffix;

        Kind(String text, String suffix) {
            this.text = text;
            this.suffix = suffix;
        }
    }

    /// What unpacking gave.
    ///
    /// @param file the unpacked file
    /// @param bytes its size
    /// @param damage what is wrong with the packed file, as a sentence; what came out before is
    ///   kept
    public record Result(Path file, long bytes, Optional<String> damage) {}

    private Packed(Path path, Kind kind, String holds) {
        this.path = path;
        this.kind = kind;
        this.holds = holds;
    }

    /// Looks at a file.
    ///
    /// @return empty if it is not compressed, or in a way that this program does not unpack
    /// @throws IOException if the system cannot read it
    public static Optional<Packed> of(Path path) throws IOException {
        byte[] head;
        try (InputStream stream = Files.newInputStream(path)) {
            head = stream.readNBytes(FileKind.HEAD);
        }
        return of(path, head);
    }

    /// {@return the file with these first bytes, if it is compressed}
    static Optional<Packed> of(Path path, byte[] head) {
        return kind(head).map(kind -> new Packed(path, kind, Inside.holds(first(path, kind))));
    }

    private static Optional<Kind> kind(byte[] head) {
        return FileKind.of(head)
                .flatMap(
                        found ->
                                Arrays.stream(Kind.values())
                                        .filter(
                                                kind ->
                                                        found.name()
                                                                .contains(" " + kind.text + " "))
                                        .findFirst());
    }

    /// {@return the first bytes that come out}
    private static byte[] first(Path path, Kind kind) {
        byte[] inner = new byte[FileKind.HEAD];
        int length = 0;
        try (InputStream stream = stream(Files.newInputStream(path), kind)) {
            length = stream.readNBytes(inner, 0, inner.length);
        } catch (IOException | RuntimeException _) {
            // what came out before is what is looked at
        }
        return Arrays.copyOf(inner, length);
    }

    /// {@return the packed file}
    public Path path() {
        return path;
    }

    /// {@return how it is compressed: "gzip", "xz", "Zstandard"}
    public String kind() {
        return kind.text;
    }

    /// {@return what it holds, with its article: "an ELF core"; empty if that is not known}
    public String holds() {
        return holds;
    }

    /// {@return where it would be unpacked to: beside it, under its name without the suffix; in the
    /// cache folder if nothing may be written beside it}
    public Path target() {
        Path folder = path.toAbsolutePath().getParent();
        Path name = Path.of(name());
        return folder != null && Files.isWritable(folder)
                ? folder.resolve(name)
                : cache().resolve(name);
    }

    private String name() {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(kind.suffix) && name.length() > kind.suffix.length()
                ? name.substring(0, name.length() - kind.suffix.length())
                : name + ".unpacked";
    }

    /// The cache folder of the XDG base directory specification.
    private static Path cache() {
        String set = System.getenv("XDG_CACHE_HOME");
        Path base =
                set == null || set.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(set);
        return base.resolve("xenoscope");
    }

    /// Unpacks the file. What is stopped leaves nothing behind; what is damaged leaves what came
    /// out before the damage.
    ///
    /// @param target a file that does not exist yet; its folder is made
    /// @param progress told the packed bytes that were read; asked whether to stop
    /// @throws IOException with a sentence, if the target exists, the room does not suffice or the
    ///   system refuses it
    /// @throws CancellationException if it was stopped
    public Result unpack(Path target, Progress progress) throws IOException {
        if (Files.exists(target)) {
            throw new IOException(
                    "%s exists already; move it away or name another file.".formatted(target));
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("%s is not the name of a file.".formatted(target));
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            Result result = write(part, target, folder, progress);
            Files.move(part, target);
            return result;
        } finally {
            // moved when all went well
            Files.deleteIfExists(part);
        }
    }

    private Result write(Path part, Path target, Path folder, Progress progress)
            throws IOException {
        try (SparseOutput out = SparseOutput.create(part)) {
            Optional<String> damage = copy(out, folder, progress);
            if (damage.isPresent() && out.size() == 0) {
                throw new IOException(damage.get());
            }
            return new Result(target, out.size(), damage);
        }
    }

    private Optional<String> copy(SparseOutput out, Path folder, Progress progress)
            throws IOException {
        long packed = Files.size(path);
        // zeros take no room, but a file of endless zeros must end too
        long most = SparseOutput.room(folder) - MARGIN;
        byte[] block = new byte[BLOCK];
        Counted counted = new Counted(Files.newInputStream(path));
        try (InputStream stream = stream(counted, kind)) {
            for (int i = 0; ; i++) {
                progress.check();
                int length;
                try {
                    length = stream.readNBytes(block, 0, BLOCK);
                } catch (EOFException exception) {
                    return Optional.of(cut(out));
                } catch (IOException | RuntimeException exception) {
                    return Optional.of(damaged(out, exception));
                }
                if (length == 0) {
                    return Optional.empty();
                }
                boolean full = i % STRIDE == 0 && SparseOutput.room(folder) < MARGIN;
                if (full || out.size() + length > most) {
                    throw new IOException(noRoom(out, most));
                }
                out.append(block, length);
                progress.report(counted.bytes, packed);
            }
        } catch (IOException exception) {
            if (out.size() == 0 && exception.getMessage() == null) {
                return Optional.of(damaged(out, exception));
            }
            throw exception;
        }
    }

    private String noRoom(SparseOutput out, long most) {
        return ("%s holds more than %s, but only %s are free where it would be unpacked; nothing is"
                        + " left of it.")
                .formatted(path.getFileName(), Size.text(out.size()), Size.text(Math.max(0, most)));
    }

    private String cut(SparseOutput out) {
        return "%s is cut short; %s came out of it."
                .formatted(path.getFileName(), Size.text(out.size()));
    }

    private String damaged(SparseOutput out, Exception exception) {
        String message = exception.getMessage();
        String reason = message == null || message.isBlank() ? "" : " (%s)".formatted(message);
        return "%s is damaged as a %s file%s; %s came out of it."
                .formatted(path.getFileName(), kind.text, reason, Size.text(out.size()));
    }

    private static InputStream stream(InputStream file, Kind kind) throws IOException {
        InputStream buffered = new BufferedInputStream(file, BLOCK);
        return switch (kind) {
            case GZIP -> new GZIPInputStream(buffered, BLOCK);
            case XZ -> new XZInputStream(buffered, XZ_MEMORY);
            case ZSTD -> new ZstdInputStream(buffered);
        };
    }

    /// Counts what is read.
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            int count = super.read(target, start, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
