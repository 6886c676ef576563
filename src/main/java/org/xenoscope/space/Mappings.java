package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.paging.Leaves;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.root.Root;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where machine memory is mapped under one root (route R12): an index by machine frame, made by
/// one pass over all pages that the root maps. 16 bytes a page.
///
/// Immutable; any thread may ask.
public final class Mappings {
    /// Pages that an index holds: 256 MiB of them. The rest is left out, and {@link #complete} says
    /// so.
    private static final int ORDINAL_BITS = 24;

    private static final int MOST_PAGES = (1 << ORDINAL_BITS) - 1;
    private static final int FIRST_ROOM = 1 << 16;
    private static final int PAGE_SHIFT = 12;

    /// Entries of an x86_64 top table that are Xen's; another space shows them.
    private static final int FIRST_XEN = 256;

    private static final int BEHIND_XEN = 272;

    /// Sizes of pages, as shifts: 4 KiB, 2 MiB, 4 MiB, 1 GiB.
    private static final int[] SHIFTS = {12, 21, 22, 30};

    private final SpaceId space;
    private final boolean complete;
    private final int count;
    private long[] keys = new long[FIRST_ROOM];
    private long[] vaddrs = new long[FIRST_ROOM];
    private int filled;

    /// Some of the addresses that lead to a machine address.
    ///
    /// @param places the first of them, in order of address
    /// @param count how many there are
    public record Found(List<Location> places, int count) {
        /// Keeps its own copy.
        public Found {
            places = List.copyOf(places);
        }
    }

    /// Makes the index.
    ///
    /// @param space the space whose root it is: of the hypervisor's all entries count, of a guest's
    ///   those that are not Xen's, of a process's those of its own half
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    Mappings(Image image, SpaceId space, Root root) {
        this.space = space;
        boolean wide = root.mode() == PagingMode.X86_64;
        boolean whole = pass(image, root, 0, wide ? FIRST_XEN : Integer.MAX_VALUE);
        if (wide && space.kind() == SpaceId.Kind.XEN) {
            whole &= pass(image, root, FIRST_XEN, Integer.MAX_VALUE);
        } else if (wide && space.kind() != SpaceId.Kind.TASK) {
            whole &= pass(image, root, BEHIND_XEN, Integer.MAX_VALUE);
        }
        complete = whole;
        count = filled;
        keys = Arrays.copyOf(keys, count);
        Arrays.parallelSort(keys);
    }

    private boolean pass(Image image, Root root, int first, int end) {
        if (root.kernelHalfOnly() && first == 0) {
            return true;
        }
        return Leaves.pass(image, root.mode(), root.maddr(), first, end, this::add);
    }

    /// The frame is the upper part of the key, so that sorting keys sorts by frame, and by the
    /// order of virtual addresses within one.
    private boolean add(long vaddr, long maddr, int shift) {
        if (filled == MOST_PAGES) {
            return false;
        }
        if (filled == keys.length) {
            keys = Arrays.copyOf(keys, Math.min(MOST_PAGES, 2 * filled));
            vaddrs = Arrays.copyOf(vaddrs, keys.length);
        }
        keys[filled] = maddr >>> PAGE_SHIFT << ORDINAL_BITS | filled;
        vaddrs[filled] = vaddr | shift;
        filled++;
        return true;
    }

    /// {@return the space whose addresses it tells}
    public SpaceId space() {
        return space;
    }

    /// {@return whether it holds all pages that the root maps}
    public boolean complete() {
        return complete;
    }

    /// {@return how many pages it holds}
    public int pages() {
        return count;
    }

    /// {@return the virtual addresses that lead to a machine address}
    ///
    /// @param most how many of them are wanted; all are counted
    public Found of(long maddr, int most) {
        List<Location> places = new ArrayList<>();
        int all = 0;
        for (int shift : SHIFTS) {
            long start = maddr & -(1L << shift);
            long frame = start >>> PAGE_SHIFT;
            for (int i = first(frame << ORDINAL_BITS); i < count; i++) {
                if (keys[i] >>> ORDINAL_BITS != frame) {
                    break;
                }
                long page = vaddrs[(int) keys[i] & MOST_PAGES];
                if ((page & 0xfff) != shift) {
                    continue;
                }
                all++;
                if (places.size() < most) {
                    places.add(new Location(space, (page & -4096L) + (maddr - start)));
                }
            }
        }
        return new Found(places, all);
    }

    private int first(long key) {
        int found = Arrays.binarySearch(keys, key);
        return found >= 0 ? found : -1 - found;
    }
}
