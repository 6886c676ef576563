package org.xenoscope.window.memory;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Ways that must be looked for before they can be gone: to the next readable bytes, along a
/// pointer, over a whole extent. All of it runs on jobs.
final class Journeys {
    private static final int MOST_JOINS = 1 << 16;

    private final Workbench workbench;
    private final Consumer<String> notice;

    /// @param notice told why there is no such way
    Journeys(Workbench workbench, Consumer<String> notice) {
        this.workbench = workbench;
        this.notice = notice;
    }

    private void find(
            String title,
            Function<Spaces, Optional<Location>> search,
            Consumer<Location> found,
            String none) {
        workbench
                .jobs()
                .start(
                        title,
                        _ -> search.apply(workbench.dump().spaces()),
                        place -> place.ifPresentOrElse(found, () -> notice.accept(none)),
                        _ -> notice.accept(none));
    }

    private void go(Location place) {
        workbench.navigator().go(place);
    }

    /// Goes to the first byte of the next readable extent.
    void nextExtent(Location from) {
        find(
                "Looking for the next readable byte",
                spaces -> {
                    Space space = spaces.get(from.space());
                    long at = from.address();
                    Extent here = space.extentAt(at);
                    for (int i = 0; i < MOST_JOINS && here.readable(); i++) {
                        if (here.last() == -1L) {
                            return Optional.empty();
                        }
                        at = here.last() + 1;
                        here = space.extentAt(at);
                    }
                    var next = space.nextReadable(at);
                    return next.isPresent()
                            ? Optional.of(new Location(from.space(), next.getAsLong()))
                            : Optional.empty();
                },
                this::go,
                "No readable byte follows in %s.".formatted(from.space().text()));
    }

    /// Goes to the first byte of the readable extent before.
    void previousExtent(Location from) {
        find(
                "Looking for the readable byte before",
                spaces -> {
                    Space space = spaces.get(from.space());
                    long at = from.address();
                    long first = first(space, at);
                    if (first != at) {
                        return Optional.of(new Location(from.space(), first));
                    }
                    if (at == 0) {
                        return Optional.empty();
                    }
                    var before = space.previousReadable(at - 1);
                    return before.isPresent()
                            ? Optional.of(
                                    new Location(from.space(), first(space, before.getAsLong())))
                            : Optional.empty();
                },
                this::go,
                "No readable byte comes before in %s.".formatted(from.space().text()));
    }

    /// {@return the first address of the readable range around an address; itself if it is a hole}
    private static long first(Space space, long address) {
        Extent here = space.extentAt(address);
        if (!here.readable()) {
            return address;
        }
        long first = here.first();
        for (int i = 0; i < MOST_JOINS && first != 0; i++) {
            Extent before = space.extentAt(first - 1);
            if (!before.readable()) {
                break;
            }
            first = before.first();
        }
        return first;
    }

    private static long last(Space space, long address) {
        long last = space.extentAt(address).last();
        for (int i = 0; i < MOST_JOINS && last != -1L; i++) {
            if (Long.compareUnsigned(last, space.lastAddress()) >= 0) {
                return space.lastAddress();
            }
            Extent next = space.extentAt(last + 1);
            if (!next.readable()) {
                break;
            }
            last = next.last();
        }
        return last;
    }

    /// Selects the readable bytes around a place.
    void selectExtent(Location from) {
        workbench
                .jobs()
                .start(
                        "Looking for the extent",
                        _ -> {
                            Space space = workbench.dump().spaces().get(from.space());
                            if (!space.extentAt(from.address()).readable()) {
                                return Optional.<Extent>empty();
                            }
                            long first = first(space, from.address());
                            long last = last(space, from.address());
                            return Optional.of(new Extent(first, last, Optional.empty()));
                        },
                        extent ->
                                extent.ifPresentOrElse(
                                        range ->
                                                workbench
                                                        .navigator()
                                                        .move(
                                                                new Location(
                                                                        from.space(),
                                                                        range.first()),
                                                                range.last() - range.first() + 1),
                                        () -> notice.accept("There is no readable byte here.")),
                        _ -> {});
    }

    /// Goes to the first or last byte of a space.
    void end(SpaceId space, boolean last) {
        find(
                "Going to the end",
                spaces ->
                        Optional.of(
                                new Location(space, last ? spaces.get(space).lastAddress() : 0)),
                this::go,
                "The end is not known.");
    }

    /// Follows the word at a place as an address: in the space itself, then in others.
    void pointer(Location from, boolean newTab) {
        find(
                "Following the pointer",
                spaces -> target(spaces, from),
                place -> {
                    if (newTab) {
                        workbench.navigator().goInNewTab(place, 1);
                    } else {
                        go(place);
                    }
                },
                "The 8 bytes here are not an address in any space.");
    }

    private static Optional<Location> target(Spaces spaces, Location from) {
        Chunk chunk = spaces.get(from.space()).read(from.address(), Long.BYTES);
        if (chunk.length() < Long.BYTES || chunk.presentFrom(0) < Long.BYTES) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << 8 | chunk.value(i);
        }
        List<SpaceId> order = new ArrayList<>();
        if (!from.space().equals(SpaceId.FILE)) {
            order.add(from.space());
        }
        order.addAll(List.of(SpaceId.XEN, SpaceId.DOM0, SpaceId.MACHINE));
        for (SpaceId id : order) {
            if (value != 0 && spaces.get(id).extentAt(value).readable()) {
                return Optional.of(new Location(id, value));
            }
        }
        return Optional.empty();
    }
}
