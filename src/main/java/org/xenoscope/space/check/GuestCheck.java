package org.xenoscope.space.check;

import static org.xenoscope.space.check.MemoryCheck.count;

import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.check.MemoryCheck.Counter;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.LinearList;
import org.xenoscope.space.p2m.MachineFrames;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.p2m.P2mEntry;
import org.xenoscope.space.root.Guest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over the frames of a PV domain: what its p2m says of each against all other truths.
final class GuestCheck {
    /// Frames between two questions whether to stop.
    private static final int STRIDE = 1 << 12;

    /// Machine frames that are remembered as named: 8 TiB. Beyond, none is told to be named twice.
    private static final long MOST_REMEMBERED = 1L << 31;

    private final Image image;
    private final Guest guest;
    private final P2m p2m;
    private final long frames;
    private final Optional<MachineFrames> m2p;
    private final Optional<FrameTable> table;
    private final Optional<P2m> linear;
    private final Optional<DirectMap> map;

    private final Counter adds;
    private final Counter arrays;
    private final Counter back;
    private final Counter owners;
    private final Counter stored;
    private final Counter mapped;
    private final BitSet named = new BitSet();
    private final Map<P2mEntry, Long> kinds = new EnumMap<>(P2mEntry.class);
    private long unmapped;
    private long twice;

    /// Makes the pass.
    ///
    /// @param p2m the domain's table
    /// @param frames how many frames it has (max_pfn)
    GuestCheck(
            Image image,
            Guest guest,
            P2m p2m,
            long frames,
            Optional<MachineFrames> m2p,
            Optional<FrameTable> table) {
        this.image = image;
        this.guest = guest;
        this.p2m = p2m;
        this.frames = frames;
        this.m2p = m2p;
        this.table = table;
        this.linear = p2m.list() instanceof LinearList ? Optional.empty() : guest.linear();
        this.map = guest.directMap();
        String name = guest.name();
        adds = new Counter(name, "each has one kind", "frames below max_pfn");
        arrays = new Counter(name, "the linear p2m says what the frame list says", "entries");
        back = new Counter(name, "the m2p leads back from p2m's frame", "RAM frames");
        owners = new Counter(name, "the frame table names " + name + " as owner", "RAM frames");
        stored = new Counter(name, "the dump holds it, and no other names it", "RAM frames");
        mapped =
                new Counter(
                        name,
                        "the kernel's direct map leads to the p2m's frame",
                        "frames that it maps");
    }

    /// Passes over all frames.
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    List<MemoryCheck> run() {
        Progress progress = Progress.current();
        for (long pfn = 0; pfn < frames; pfn++) {
            if (pfn % STRIDE == 0) {
                progress.report(pfn, frames);
                progress.check();
            }
            long mfn = p2m.mfn(pfn, null);
            if (mfn == HoleReason.INVALID_P2M.code()) {
                pfn = empty(pfn, mfn);
            } else if (mfn < 0) {
                Location where = new Location(guest.physical(), pfn << 12);
                adds.differs(where, "no entry: " + HoleReason.ofCode(mfn));
            } else {
                frame(pfn, mfn);
            }
        }
        return outcome();
    }

    /// A range without entries is passed over at once.
    ///
    /// @return its last frame
    private long empty(long pfn, long code) {
        long last = Math.min(frames - 1, p2m.lastAlike(pfn, code));
        if (linear.isPresent()) {
            last = Math.min(last, Math.max(pfn, linear.get().lastAlike(pfn, code)));
            long other = linear.get().mfn(pfn, null);
            if (other == code) {
                arrays.agree(last - pfn + 1);
            } else {
                last = pfn;
                compare(arrays, pfn, code, other, "linear p2m");
            }
        }
        kinds.merge(P2mEntry.INVALID, last - pfn + 1, Long::sum);
        adds.agree(last - pfn + 1);
        return last;
    }

    private void frame(long pfn, long mfn) {
        P2mEntry kind = p2m.kind(pfn);
        kinds.merge(kind, 1L, Long::sum);
        adds.agrees();
        linear.ifPresent(other -> compare(arrays, pfn, mfn, other.mfn(pfn, null), "linear p2m"));
        map.ifPresent(direct -> direct(direct, pfn, mfn));
        if (kind == P2mEntry.RAM) {
            ram(pfn, mfn);
        }
    }

    private void ram(long pfn, long mfn) {
        Location where = new Location(guest.physical(), pfn << 12);
        if (m2p.isPresent()) {
            long found = m2p.get().pfn(mfn);
            if (found == pfn) {
                back.agrees();
            } else {
                back.differs(
                        where,
                        "p2m says MFN 0x%x, whose m2p entry says %s"
                                .formatted(
                                        mfn, found < 0 ? "no frame" : "PFN 0x%x".formatted(found)));
            }
        }
        if (table.isPresent()) {
            Optional<FrameUse> use = table.get().use(mfn);
            if (use.flatMap(FrameUse::owner)
                    .filter(owner -> owner.number() == guest.number())
                    .isPresent()) {
                owners.agrees();
            } else {
                owners.differs(
                        where,
                        "MFN 0x%x is: %s"
                                .formatted(
                                        mfn,
                                        use.map(FrameUse::words).orElse("not in the frame table")));
            }
        }
        boolean again = mfn < MOST_REMEMBERED && named.get((int) mfn);
        if (mfn < MOST_REMEMBERED) {
            named.set((int) mfn);
        }
        twice += again ? 1 : 0;
        boolean held = image.holds(mfn << 12);
        if (held && !again) {
            stored.agrees();
        } else {
            stored.differs(
                    where,
                    "MFN 0x%x is %s".formatted(mfn, again ? "named before" : "not in the dump"));
        }
    }

    private void direct(DirectMap direct, long pfn, long mfn) {
        if (!direct.complete() && Long.compareUnsigned(pfn << 12, direct.end()) >= 0) {
            return;
        }
        long walked = direct.mfn(pfn, null);
        if (walked < 0) {
            unmapped++;
        } else {
            compare(mapped, pfn, mfn, walked, "direct map");
        }
    }

    private void compare(Counter counter, long pfn, long mfn, long other, String who) {
        if (mfn == other) {
            counter.agrees();
        } else {
            counter.differs(
                    new Location(guest.physical(), pfn << 12),
                    "p2m says %s, %s says %s".formatted(words(mfn), who, words(other)));
        }
    }

    private static String words(long mfn) {
        return mfn < 0 ? HoleReason.ofCode(mfn).toString() : "MFN 0x%x".formatted(mfn);
    }

    private List<MemoryCheck> outcome() {
        adds.note(
                "%s RAM, %s IDENTITY, %s FOREIGN, %s INVALID"
                        .formatted(
                                count(kinds.getOrDefault(P2mEntry.RAM, 0L)),
                                count(kinds.getOrDefault(P2mEntry.IDENTITY, 0L)),
                                count(kinds.getOrDefault(P2mEntry.FOREIGN, 0L)),
                                count(kinds.getOrDefault(P2mEntry.INVALID, 0L))));
        stored.note(count(twice) + " named twice");
        mapped.note(count(unmapped) + " with an entry are not mapped");
        List<MemoryCheck> checks = new ArrayList<>();
        for (Counter counter : List.of(adds, arrays, back, owners, stored, mapped)) {
            counter.done().ifPresent(checks::add);
        }
        return checks;
    }
}
