package org.xenoscope.space.check;

import static org.xenoscope.space.check.MemoryCheck.count;

import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.check.MemoryCheck.Counter;
import org.xenoscope.space.frame.DomainStruct;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.root.FoundRoot;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Roots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All comparisons of a dump's memory. Long work: some passes over all frames.
public final class MemoryChecks {
    /// Pages between two questions whether to stop.
    private static final int STRIDE = 1 << 12;

    private static final long PAGE = 4096;

    private final Image image;
    private final Roots roots;

    /// Makes the comparisons; nothing is read.
    public MemoryChecks(Image image, Roots roots) {
        this.image = image;
        this.roots = roots;
    }

    /// {@return the outcome of each comparison that the dump allows}
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public List<MemoryCheck> run() {
        List<MemoryCheck> checks = new ArrayList<>();
        Optional<FrameTable> table = roots.frames();
        for (int number : roots.domains()) {
            Guest guest = roots.guest(number);
            if (guest.p2m() instanceof Known<P2m> known && known.fact().maxPfn().isPresent()) {
                P2m p2m = known.fact();
                long frames = p2m.maxPfn().getAsLong();
                checks.addAll(new GuestCheck(image, guest, p2m, frames, roots.m2p(), table).run());
            }
        }
        registers().ifPresent(checks::add);
        table.flatMap(this::census).ifPresent(checks::add);
        return List.copyOf(checks);
    }

    /// The CR3 of the notes are tables in use.
    private Optional<MemoryCheck> registers() {
        Counter counter = new Counter("Xen", "each is a live top table", "CR3 of the notes");
        for (long root : roots.notedRoots()) {
            Optional<FoundRoot> found = roots.known(root);
            if (found.filter(one -> one.kind() != FoundRoot.Kind.STALE).isPresent()) {
                counter.agrees();
            } else {
                counter.differs(
                        new Location(SpaceId.MACHINE, root),
                        found.isPresent() ? "freed" : "does not map itself");
            }
        }
        return counter.done();
    }

    /// Every page of the dump has one owner.
    private Optional<MemoryCheck> census(FrameTable table) {
        Counter counter =
                new Counter("Xen", "the frame table tells whose each is", "pages of the dump");
        Map<String, Long> owners = new TreeMap<>();
        Progress progress = Progress.current();
        long total = image.runs().stream().mapToLong(MachineRun::bytes).sum();
        long done = 0;
        for (MachineRun run : image.runs()) {
            long first = (run.start() + PAGE - 1) & -PAGE;
            for (long page = first; page <= run.end() - PAGE; page += PAGE) {
                if ((page / PAGE) % STRIDE == 0) {
                    progress.report(done + (page - run.start()), total);
                    progress.check();
                }
                if (!image.holds(page)) {
                    continue;
                }
                Optional<FrameUse> use = table.use(page / PAGE);
                if (use.isPresent()) {
                    counter.agrees();
                    owners.merge(whose(use.get()), 1L, Long::sum);
                } else {
                    counter.differs(
                            new Location(SpaceId.MACHINE, page), "no entry that can be read");
                }
            }
            done += run.bytes();
        }
        counter.note(
                owners.entrySet().stream()
                        .map(owner -> owner.getKey() + " " + count(owner.getValue()))
                        .collect(Collectors.joining(", ")));
        return counter.done();
    }

    private static String whose(FrameUse use) {
        return switch (use.kind()) {
            case FREE -> "free";
            case XEN -> "Xen";
            case DOMAIN, SHARED_BY_XEN, DEVICE ->
                    use.owner().map(DomainStruct::name).orElse("a domain");
        };
    }
}
