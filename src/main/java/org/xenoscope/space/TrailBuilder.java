package org.xenoscope.space;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.image.Origin;
import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Collects the steps of one translation as they are made. Used by one thread.
final class TrailBuilder {
    private final Image image;
    private final Location start;
    private final List<Step> steps = new ArrayList<>();
    private final List<CrossCheck> checks = new ArrayList<>();
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private OptionalLong physical = OptionalLong.empty();
    private OptionalLong machine = OptionalLong.empty();
    private OptionalLong file = OptionalLong.empty();
    private Optional<Hole> hole = Optional.empty();

    TrailBuilder(Image image, Location start) {
        this.image = image;
        this.start = start;
    }

    void step(Step step) {
        steps.add(step);
    }

    /// A step that read an entry and leads on.
    void read(
            String route,
            String what,
            Location readAt,
            long value,
            List<String> flags,
            String says,
            Optional<Location> result) {
        step(
                new Step(
                        route,
                        what,
                        Optional.of(readAt),
                        OptionalLong.of(value),
                        flags,
                        says,
                        result,
                        false));
    }

    /// Ends the trail in a hole; the step says where it stopped.
    void fail(String route, String what, Optional<Location> readAt, OptionalLong value, Hole why) {
        hole = Optional.of(why);
        step(
                new Step(
                        route,
                        what,
                        readAt,
                        value,
                        List.of(),
                        why.sentence(),
                        Optional.empty(),
                        true));
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    void physical(long paddr) {
        physical = OptionalLong.of(paddr);
    }

    void check(CrossCheck check) {
        checks.add(check);
    }

    /// The last step, route R1: from the machine address to the byte of the file.
    void machine(long maddr) {
        machine = OptionalLong.of(maddr);
        long offset = image.fileOffset(maddr);
        Location where = new Location(SpaceId.MACHINE, maddr);
        Origin origin = image.origin(maddr);
        Optional<Location> readAt = entry(origin);
        Optional<Hole> missing = missing(maddr, offset);
        if (missing.isPresent()) {
            fail("R1", origin.name(), readAt, OptionalLong.empty(), missing.get());
            return;
        }
        if (offset < 0) {
            step(
                    new Step(
                            "R1",
                            origin.name(),
                            readAt,
                            OptionalLong.empty(),
                            origin.flags(),
                            origin.says(),
                            Optional.empty(),
                            false));
            return;
        }
        file = OptionalLong.of(offset);
        if (image.headersHolding(maddr) > 1) {
            mark(Mark.OVERLAP);
        }
        Location result = new Location(SpaceId.FILE, offset);
        step(
                new Step(
                        "R1",
                        origin.name(),
                        readAt,
                        OptionalLong.empty(),
                        origin.flags(),
                        "%s is present at %s".formatted(where, result),
                        Optional.of(result),
                        false));
    }

    /// {@return where the entry lies that an image's answer comes from}
    static Optional<Location> entry(Origin origin) {
        OptionalLong at = origin.fileOffset();
        return at.isPresent()
                ? Optional.of(new Location(SpaceId.FILE, at.getAsLong()))
                : Optional.empty();
    }

    /// The hole at a machine address. A page that is stored compressed is read to know.
    private Optional<Hole> missing(long maddr, long offset) {
        if (offset < 0 && offset != Image.INSIDE_A_PAGE) {
            return Optional.of(image.hole(maddr));
        }
        if (offset == Image.INSIDE_A_PAGE) {
            try {
                image.read(maddr, new byte[1], 0, 1);
            } catch (UnreadableException exception) {
                return Optional.of(exception.hole());
            }
        }
        return Optional.empty();
    }

    /// A trail within the file itself: the byte is there whatever else is true.
    void fileOnly(long offset, Hole notMemory) {
        file = OptionalLong.empty();
        fail(
                "R1",
                "no memory",
                Optional.of(new Location(SpaceId.FILE, offset)),
                OptionalLong.empty(),
                notMemory);
    }

    /// Takes over the steps, marks and hole of another trail of the same address.
    void adopt(TrailBuilder other) {
        steps.addAll(other.steps);
        marks.addAll(other.marks);
        checks.addAll(other.checks);
        hole = other.hole;
    }

    Trail build() {
        return new Trail(start, steps, physical, machine, file, hole, marks, checks);
    }
}
