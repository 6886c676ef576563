package org.xenoscope.bytes;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Where a sparse file has blocks. A pass over a dump of a terabyte that holds next to nothing must
/// not read a terabyte of zeros.
///
/// Linux alone: `lseek` with SEEK_DATA (include/uapi/linux/fs.h, 3.1 and later). Elsewhere, and
/// where the file system cannot tell, every byte counts as data.
final class SparseFile implements AutoCloseable {
    private static final int READ_ONLY = 0;
    private static final int SEEK_DATA = 3;
    private static final int UNKNOWN = -1;

    private final int descriptor;

    private SparseFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /// The calls of the C library, looked up when first used.
    private static final class Calls {
        static final MethodHandle OPEN =
                call("open", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        static final MethodHandle LSEEK =
                call(
                        "lseek",
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT);
        static final MethodHandle CLOSE = call("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

        private Calls() {}

        @SuppressWarnings("restricted") // three calls that take no pointer but a path
        private static MethodHandle call(
                String name, ValueLayout result, ValueLayout... arguments) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().find(name).orElseThrow(),
                    FunctionDescriptor.of(result, arguments));
        }
    }

    /// Opens a file a second time, for questions only.
    static SparseFile open(Path path) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return new SparseFile(UNKNOWN);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString());
            return new SparseFile((int) Calls.OPEN.invokeExact(name, READ_ONLY));
        } catch (Throwable _) {
            return new SparseFile(UNKNOWN);
        }
    }

    /// {@return the first offset at or behind `offset` that has a block; `size` if there is none}
    long nextData(long offset, long size) {
        if (descriptor < 0) {
            return offset;
        }
        try {
            long data = (long) Calls.LSEEK.invokeExact(descriptor, offset, SEEK_DATA);
            // ENXIO: nothing behind; it is told from other errors by asking at the start
            return data >= 0 ? data : works() ? size : offset;
        } catch (Throwable _) {
            return offset;
        }
    }

    /// Whether the question can be answered at all: a dump has at least its header's block.
    private boolean works() throws Throwable {
        return (long) Calls.LSEEK.invokeExact(descriptor, 0L, SEEK_DATA) >= 0;
    }

    @Override
    public void close() {
        try {
            if (descriptor >= 0) {
                int ignored = (int) Calls.CLOSE.invokeExact(descriptor);
                assert ignored <= 0;
            }
        } catch (Throwable _) {
            // nothing can be done, and nothing was written
        }
    }
}
