package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.place.Fact;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.paging.Walker;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Root;

import java.util.Optional;
import java.util.function.Supplier;

/// The root of a process: the kernel's pointer to its top table, translated by the kernel's own
/// root (route R13).
final class ProcessRoot implements Supplier<Fact<Root>> {
    private final Image image;
    private final Guest guest;
    private final long pid;
    private final Supplier<Processes> processes;
    private final Lazy<Fact<Root>> root;

    ProcessRoot(Image image, Guest guest, long pid, Supplier<Processes> processes) {
        this.image = image;
        this.guest = guest;
        this.pid = pid;
        this.processes = processes;
        root = new Lazy<>(this::find);
    }

    @Override
    public Fact<Root> get() {
        return root.get();
    }

    private Fact<Root> find() {
        return switch (processes.get().tables(guest.number(), pid)) {
            case Unknown<Processes.Tables>(String why) -> new Unknown<>(why);
            case Known<Processes.Tables> known -> translate(known.fact());
        };
    }

    private Fact<Root> translate(Processes.Tables tables) {
        if (!(guest.root() instanceof Known<Root> known)) {
            return new Unknown<>(
                    "the page table of %s's kernel, in whose memory the process's lies, is not known"
                            .formatted(guest.name()));
        }
        Root kernel = known.fact();
        Location where = new Location(guest.virtual(), tables.pgd());
        long maddr = Walker.walk(image, kernel.mode(), kernel.maddr(), tables.pgd(), null);
        if (maddr < 0) {
            return new Unknown<>(
                    "%s says %s, which is not mapped (%s)"
                            .formatted(tables.words(), where, HoleReason.ofCode(maddr)));
        }
        String evidence = "%s is %s".formatted(tables.words(), where);
        return Known.at(
                new Root(maddr, kernel.mode(), evidence, Optional.of(where), Root.Role.TABLE),
                evidence,
                where);
    }
}
