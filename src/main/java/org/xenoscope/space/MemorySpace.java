package org.xenoscope.space;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/// What all spaces of memory share: reading by pages through {@link #locate}, and finding what is
/// readable next.
abstract class MemorySpace implements Space {
    /// Ranges between two questions whether to stop: a search for readable memory may pass millions
    /// of entries that lead nowhere, and a person waits.
    private static final int RANGES = 1 << 12;

    /// No reader needs more at once; larger reads come in pieces.
    private static final int MOST_BYTES = 1 << 20;

    private static final long PAGE = 4096;

    private final SpaceId id;
    private final Image image;

    MemorySpace(SpaceId id, Image image) {
        this.id = id;
        this.image = image;
    }

    @Override
    public final SpaceId id() {
        return id;
    }

    final Image image() {
        return image;
    }

    @Override
    public Optional<Long> memoryBytes() {
        return Optional.empty();
    }

    @Override
    public Chunk read(long address, int length) {
        int wanted = Math.min(length, MOST_BYTES);
        if (Long.compareUnsigned(address, lastAddress()) > 0) {
            wanted = 0;
        } else if (Long.compareUnsigned(wanted - 1L, lastAddress() - address) > 0 && wanted > 0) {
            wanted = (int) (lastAddress() - address) + 1;
        }
        byte[] bytes = new byte[wanted];
        Missing missing = new Missing(wanted);
        int done = 0;
        while (done < wanted) {
            long at = address + done;
            int room = (int) Math.min(wanted - done, PAGE - (at & (PAGE - 1)));
            page(at, bytes, missing, done, room);
            done += room;
        }
        return new Chunk(address, bytes, missing.marks);
    }

    /// Which bytes of a read are missing; no array while none is.
    private static final class Missing {
        private final int length;
        private byte[] marks = {};

        Missing(int length) {
            this.length = length;
        }

        void fill(int start, int bytes, byte mark) {
            if (marks.length == 0) {
                marks = new byte[length];
            }
            Arrays.fill(marks, start, start + bytes, mark);
        }
    }

    @Override
    public BitSet readInto(long address, byte[] target, int length) {
        if ((address & (PAGE - 1)) != 0
                || Long.compareUnsigned(address, lastAddress()) > 0
                || Long.compareUnsigned(length, lastAddress() - address) > 0) {
            return Space.super.readInto(address, target, length);
        }
        BitSet missing = new BitSet();
        int done = 0;
        while (done < length) {
            long maddr = locate(address + done);
            if (maddr < 0) {
                missing.set(done / (int) PAGE);
                done += (int) PAGE;
                continue;
            }
            int run = together(address + done, maddr, length - done);
            if (!copied(maddr, target, done, run)) {
                run = (int) Math.min(PAGE, length - done);
                if (!copied(maddr, target, done, run)) {
                    partly(address + done, target, done, run);
                    missing.set(done / (int) PAGE);
                }
            }
            done += run;
        }
        return missing;
    }

    /// {@return how many bytes from a page on lie together in machine memory: one copy for many
    /// pages}
    private int together(long address, long maddr, int most) {
        int run = (int) Math.min(PAGE, most);
        while (run < most && locate(address + run) == maddr + run) {
            run = (int) Math.min(run + PAGE, most);
        }
        return run;
    }

    /// {@return whether the dump holds all of these bytes, which are copied then}
    private boolean copied(long maddr, byte[] target, int start, int length) {
        try {
            image.read(maddr, target, start, length);
            return true;
        } catch (UnreadableException _) {
            return false;
        }
    }

    /// Copies what there is of the start of a page, with zeros behind it.
    private void partly(long address, byte[] target, int start, int length) {
        Chunk chunk = read(address, length);
        int present = chunk.presentFrom(0);
        chunk.copyTo(0, present, target, start);
        Arrays.fill(target, start + present, start + length, (byte) 0);
    }

    /// Reads within one page: one translation, then as many runs as the dump has there.
    private void page(long at, byte[] bytes, Missing missing, int start, int length) {
        long maddr = locate(at);
        if (maddr < 0) {
            missing.fill(start, length, mark(maddr));
            return;
        }
        int done = 0;
        while (done < length) {
            Extent extent = image.extentAt(maddr + done);
            long left = extent.last() - (maddr + done);
            int part = (int) Math.min(length - done - 1L, left < 0 ? Long.MAX_VALUE : left) + 1;
            if (extent.readable()) {
                copy(maddr + done, bytes, missing, start + done, part);
            } else {
                byte mark = mark(extent.hole().orElseThrow().code());
                missing.fill(start + done, part, mark);
            }
            done += part;
        }
    }

    private void copy(long maddr, byte[] bytes, Missing missing, int start, int length) {
        try {
            image.read(maddr, bytes, start, length);
        } catch (UnreadableException exception) {
            missing.fill(start, length, mark(exception.hole().reason().code()));
        }
    }

    /// {@return what {@link Chunk} keeps for a hole: 1 + the ordinal of the reason}
    static byte mark(long code) {
        return (byte) -code;
    }

    /// {@return the range around `address` that is alike as far as the route to machine memory
    /// goes; a readable one is a single page or larger and physically contiguous}
    abstract Extent routeExtent(long address);

    @Override
    public Extent extentAt(long address) {
        Extent route = routeExtent(address);
        if (!route.readable()) {
            return route;
        }
        long maddr = locate(address);
        if (maddr < 0) {
            return new Extent(address, address, Optional.of(HoleReason.ofCode(maddr)));
        }
        Extent memory = image.extentAt(maddr);
        long before = min(address - route.first(), maddr - memory.first());
        long behind = min(route.last() - address, memory.last() - maddr);
        return new Extent(address - before, address + behind, memory.hole());
    }

    private static long min(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    @Override
    public OptionalLong nextReadable(long address) {
        long at = address;
        for (int i = 0; ; i++) {
            if (i % RANGES == 0) {
                Progress.current().check();
            }
            if (Long.compareUnsigned(at, lastAddress()) > 0) {
                return OptionalLong.empty();
            }
            Extent extent = extentAt(at);
            if (extent.readable()) {
                return OptionalLong.of(at);
            }
            if (extent.last() == -1L) {
                return OptionalLong.empty();
            }
            at = extent.last() + 1;
        }
    }

    @Override
    public OptionalLong previousReadable(long address) {
        long at = Long.compareUnsigned(address, lastAddress()) > 0 ? lastAddress() : address;
        for (int i = 0; ; i++) {
            if (i % RANGES == 0) {
                Progress.current().check();
            }
            Extent extent = extentAt(at);
            if (extent.readable()) {
                return OptionalLong.of(at);
            }
            if (extent.first() == 0) {
                return OptionalLong.empty();
            }
            at = extent.first() - 1;
        }
    }
}
