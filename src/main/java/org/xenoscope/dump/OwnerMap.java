package org.xenoscope.dump;

import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Whose the memory of a dump is: file, machine and dom0's pseudo-physical memory, each cut into
/// cells of one size; a cell has the owner of most of its frames. One pass over all frames of the
/// dump.
///
/// @param file cells of the file
/// @param machine cells of machine memory, from address 0
/// @param physical cells of dom0's pseudo-physical memory
/// @param bytes bytes of each owner in the dump, the largest of each kind first
/// @param absent bytes of the machine, up to its last run, that the dump lacks
public record OwnerMap(
        Strip file, Strip machine, Optional<Strip> physical, List<Share> bytes, long absent) {
    /// Cells of a strip: more than a wide screen has columns.
    private static final int CELLS = 4096;

    private static final int PAGE = 4096;

    /// Owners that are told apart; the frames of further ones count as of one not known.
    private static final int MOST_OWNERS = 64;

    /// Frames between two looks at whether the job was stopped.
    private static final int CHECK = 1 << 12;

    /// How much is an owner's.
    public record Share(Owner owner, long bytes) {}

    /// One space in cells.
    ///
    /// @param bytes size of the space
    /// @param cellBytes bytes of a cell, whole pages
    /// @param owners the owner of each cell; empty where the dump has nothing
    public record Strip(SpaceId space, long bytes, long cellBytes, List<Optional<Owner>> owners) {
        /// {@return the owner of most of the cell that holds an address}
        public Optional<Owner> at(long address) {
            long cell = address / cellBytes;
            return cell >= 0 && cell < owners.size() ? owners.get((int) cell) : Optional.empty();
        }
    }

    /// {@return the map of a dump} Long work: a look at every frame.
    public static OwnerMap of(Dump dump) {
        return new Counter(dump).count();
    }

    /// {@return whose the byte at a place of the file, the machine or dom0's pseudo-physical memory
    /// is, exactly; nothing if the dump lacks it}
    public static Optional<Owner> ownerAt(Dump dump, Location where) {
        long maddr = dump.spaces().get(where.space()).locate(where.address());
        if (maddr < 0) {
            boolean header =
                    where.space().equals(SpaceId.FILE)
                            && Long.compareUnsigned(where.address(), dump.image().file().size())
                                    < 0;
            return header ? Optional.of(Owner.HEADERS) : Optional.empty();
        }
        return dump.image().holds(maddr)
                ? Optional.of(Owner.of(dump.spaces().use(maddr)))
                : Optional.empty();
    }

    /// Frames counted per cell and owner.
    private static final class Counter {
        private final Dump dump;
        private final List<Owner> owners = new ArrayList<>(List.of(Owner.UNKNOWN, Owner.HEADERS));
        private final Map<String, Integer> numbers = new TreeMap<>();
        private final long[] totals = new long[MOST_OWNERS];

        Counter(Dump dump) {
            this.dump = dump;
            owners.forEach(owner -> numbers.put(owner.name(), numbers.size()));
        }

        OwnerMap count() {
            List<MachineRun> runs = dump.image().runs();
            long end = runs.stream().mapToLong(MachineRun::end).max().orElse(0);
            long fileSize = dump.image().file().size();
            Cells file = new Cells(SpaceId.FILE, fileSize);
            Cells machine = new Cells(SpaceId.MACHINE, end);
            Optional<Cells> physical =
                    dump.spaces()
                            .get(SpaceId.DOM0_PHYSICAL)
                            .memoryBytes()
                            .map(bytes -> new Cells(SpaceId.DOM0_PHYSICAL, bytes));
            long all = runs.stream().mapToLong(MachineRun::bytes).sum();
            long done = 0;
            for (MachineRun run : runs) {
                for (long at = run.start() & -PAGE; at < run.end(); at += PAGE) {
                    if (at / PAGE % CHECK == 0) {
                        Progress.current().check();
                        Progress.current().report(done, all);
                    }
                    long first = Math.max(at, run.start());
                    int bytes = (int) (Math.min(at + PAGE, run.end()) - first);
                    done += bytes;
                    frame(run, first, bytes, file, machine, physical);
                }
            }
            file.fill(numbers.getOrDefault(Owner.HEADERS.name(), 0));
            long held = Arrays.stream(totals).sum();
            return new OwnerMap(
                    file.strip(owners),
                    machine.strip(owners),
                    physical.map(cells -> cells.strip(owners)),
                    shares(),
                    end - held);
        }

        private void frame(
                MachineRun run,
                long maddr,
                int bytes,
                Cells file,
                Cells machine,
                Optional<Cells> physical) {
            Owner whose = Owner.of(dump.spaces().use(maddr));
            int owner = number(whose);
            totals[owner] += bytes;
            machine.add(maddr, bytes, owner);
            if (run.fileOffset() >= 0) {
                file.add(run.fileOffset() + (maddr - run.start()), bytes, owner);
            }
            boolean dom0 =
                    whose.domain() == 0
                            && (whose.kind() == Owner.Kind.DOMAIN
                                    || whose.kind() == Owner.Kind.TABLES);
            if (physical.isPresent() && dom0) {
                OptionalLong paddr = dump.spaces().physical(maddr);
                if (paddr.isPresent()) {
                    physical.get().add(paddr.getAsLong(), bytes, owner);
                }
            }
        }

        private int number(Owner owner) {
            Integer known = numbers.get(owner.name());
            if (known != null) {
                return known;
            }
            if (owners.size() == MOST_OWNERS) {
                return 0;
            }
            owners.add(owner);
            numbers.put(owner.name(), owners.size() - 1);
            return owners.size() - 1;
        }

        private List<Share> shares() {
            List<Share> shares = new ArrayList<>();
            for (int i = 0; i < owners.size(); i++) {
                if (totals[i] > 0) {
                    shares.add(new Share(owners.get(i), totals[i]));
                }
            }
            shares.sort(
                    Comparator.comparing((Share share) -> share.owner().kind())
                            .thenComparingInt(share -> share.owner().domain()));
            return List.copyOf(shares);
        }
    }

    /// Bytes per cell and owner of one space.
    private static final class Cells {
        private final SpaceId space;
        private final long bytes;
        private final long cellBytes;
        private final long[][] counts;

        Cells(SpaceId space, long bytes) {
            this.space = space;
            this.bytes = bytes;
            cellBytes = Math.max(PAGE, (bytes / CELLS + PAGE - 1) / PAGE * PAGE);
            counts = new long[(int) ((bytes + cellBytes - 1) / cellBytes)][];
        }

        void add(long address, long length, int owner) {
            long cell = address / cellBytes;
            if (address < 0 || cell >= counts.length) {
                return;
            }
            int at = (int) cell;
            if (counts[at] == null) {
                counts[at] = new long[MOST_OWNERS];
            }
            counts[at][owner] += length;
        }

        /// Gives an owner what no other has.
        void fill(int owner) {
            for (int i = 0; i < counts.length; i++) {
                long have = counts[i] == null ? 0 : Arrays.stream(counts[i]).sum();
                add(
                        i * cellBytes,
                        Math.max(0, Math.min(cellBytes, bytes - i * cellBytes) - have),
                        owner);
            }
        }

        Strip strip(List<Owner> owners) {
            List<Optional<Owner>> cells = new ArrayList<>(counts.length);
            for (long[] count : counts) {
                int best = -1;
                for (int i = 0; count != null && i < owners.size(); i++) {
                    best = count[i] > 0 && (best < 0 || count[i] > count[best]) ? i : best;
                }
                cells.add(best < 0 ? Optional.empty() : Optional.of(owners.get(best)));
            }
            return new Strip(space, bytes, cellBytes, List.copyOf(cells));
        }
    }
}
