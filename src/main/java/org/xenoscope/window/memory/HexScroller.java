package org.xenoscope.window.memory;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which rows a hex view shows. The state is the unsigned address of the top row; what is there is
/// found and written away from the JavaFX thread, and the newest wish wins. Rows that take longer
/// than a blink stand as "..", so that scrolling never waits.
final class HexScroller {
    /// Rows above the place of a jump: a third of the height.
    static final int THIRD = -1;

    private static final int HOLES = 64;
    private static final Duration BLINK = Duration.millis(80);
    private static final long LAST_OF_32_BITS = 0xffff_ffffL;

    private final Workbench workbench;
    private final Runnable changed;
    private final PauseTransition blink = new PauseTransition(BLINK);
    private RowFormat format = RowFormat.usual();
    private int rowBytes = 16;
    private int visible;
    private List<HexItem> items = List.of();
    private SpaceId space = SpaceId.FILE;
    private long top;
    private long last = -1L;
    private int digits = 16;
    private boolean busy;
    private String failure = "";
    private Query wanted;
    private Optional<Runnable> then = Optional.empty();

    /// The holes that were joined last: a dump does not change.
    private final Map<Long, Extent> holes =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Extent> eldest) {
                    return size() > HOLES;
                }
            };

    private SpaceId holesOf = SpaceId.FILE;

    /// What is to be shown.
    ///
    /// @param at an address of the top row
    /// @param scroll rows to scroll from it
    /// @param visible rows to find
    private record Query(
            SpaceId space, long at, int scroll, int visible, int rowBytes, RowFormat format) {
        Query by(int rows) {
            return new Query(space, at, scroll + rows, visible, rowBytes, format);
        }
    }

    /// What was found.
    private record Answer(Query query, List<HexItem> items, long last, int digits) {}

    /// @param changed run after the rows have changed
    HexScroller(Workbench workbench, Runnable changed) {
        this.workbench = workbench;
        this.changed = changed;
        wanted = query(0, 0);
        blink.setOnFinished(_ -> blinked());
    }

    SpaceId space() {
        return space;
    }

    long top() {
        return top;
    }

    /// {@return the last address of the space, as far as it is known}
    long last() {
        return last;
    }

    int digits() {
        return digits;
    }

    int rowBytes() {
        return rowBytes;
    }

    List<HexItem> items() {
        return items;
    }

    String failure() {
        return failure;
    }

    /// {@return rows of the height, the last of them perhaps cut}
    int visible() {
        return Math.max(1, visible);
    }

    private Query query(long at, int scroll) {
        return new Query(space, at, scroll, visible + 1, rowBytes, format);
    }

    /// Shows other rows of the same height, or more of them.
    void fit(int visibleRows, int bytes, RowFormat how) {
        if (visibleRows != visible || bytes != rowBytes || !how.equals(format)) {
            boolean first = visible == 0;
            visible = visibleRows;
            rowBytes = bytes;
            format = how;
            int scroll = first || busy ? wanted.scroll() : 0;
            int ready = first && scroll == Integer.MIN_VALUE ? -visible / 3 : scroll;
            ask(query(first || busy ? wanted.at() : top, ready));
        }
    }

    /// Goes to a place.
    ///
    /// @param above rows to show above it, or {@link #THIRD}
    void to(Location place, int above) {
        if (!place.space().equals(space)) {
            space = place.space();
            last = -1L;
        }
        if (visible == 0) {
            wanted = query(place.address(), above == THIRD ? Integer.MIN_VALUE : -above);
        } else {
            ask(query(place.address(), -(above == THIRD ? visible / 3 : above)));
        }
    }

    /// Scrolls by rows, down if positive.
    void by(int rows) {
        if (visible > 0) {
            ask(busy ? wanted.by(rows) : query(top, rows));
        }
    }

    /// Scrolls, and does something once the rows are there.
    void by(int rows, Runnable afterwards) {
        then = Optional.of(afterwards);
        by(rows);
    }

    private void ask(Query query) {
        wanted = query;
        if (busy || visible == 0) {
            return;
        }
        busy = true;
        blink.playFromStart();
        workbench
                .jobs()
                .start(
                        "Reading memory",
                        _ -> answer(query),
                        answer -> {
                            busy = false;
                            accept(answer);
                        },
                        exception -> {
                            busy = false;
                            blink.stop();
                            failure = "Memory could not be shown: " + exception.getMessage();
                            changed.run();
                        });
    }

    private Answer answer(Query query) {
        Space from = workbench.dump().spaces().get(query.space());
        long end = from.lastAddress();
        int wide = digits(query.space(), end);
        RowWriter writer = new RowWriter(query.format(), wide, workbench.dump().spaces());
        HexRows rows = new HexRows(from, query.rowBytes(), writer, holes(query.space()));
        long start = rows.scroll(query.at(), query.scroll());
        return new Answer(query, rows.from(start, query.visible()), end, wide);
    }

    /// One job reads at a time, so that this needs no lock.
    private Map<Long, Extent> holes(SpaceId id) {
        if (!id.equals(holesOf)) {
            holes.clear();
            holesOf = id;
        }
        return holes;
    }

    private static int digits(SpaceId space, long last) {
        return switch (space.kind()) {
            case FILE, MACHINE, DOMAIN_PHYSICAL -> 16;
            default -> last == LAST_OF_32_BITS ? 8 : 16;
        };
    }

    private void accept(Answer answer) {
        if (!answer.query().equals(wanted)) {
            ask(wanted);
            return;
        }
        blink.stop();
        items = answer.items();
        top = items.getFirst().first();
        last = answer.last();
        digits = answer.digits();
        failure = "";
        wanted = query(top, 0);
        Optional<Runnable> next = then;
        then = Optional.empty();
        changed.run();
        next.ifPresent(Runnable::run);
    }

    /// The rows take long: what is wanted stands in their place, as far as it is known.
    private void blinked() {
        if (!busy) {
            return;
        }
        List<HexItem> waiting = new ArrayList<>();
        long at = moved(HexRows.rowOf(wanted.at(), rowBytes), wanted.scroll());
        for (int i = 0; i < wanted.visible(); i++) {
            long end = at + rowBytes - 1;
            boolean ends =
                    Long.compareUnsigned(end, at) < 0 || Long.compareUnsigned(end, last) >= 0;
            waiting.add(new HexItem.Pending(at, ends ? last : end, RowWriter.address(at, digits)));
            if (ends) {
                break;
            }
            at = end + 1;
        }
        items = List.copyOf(waiting);
        changed.run();
    }

    private long moved(long address, int rows) {
        long distance = (long) rows * rowBytes;
        long next = address + distance;
        if (distance < 0) {
            return Long.compareUnsigned(next, address) > 0 ? 0 : next;
        }
        boolean behind =
                Long.compareUnsigned(next, address) < 0 || Long.compareUnsigned(next, last) > 0;
        return behind ? HexRows.rowOf(last, rowBytes) : next;
    }

    /// {@return whether the rows wait for their bytes}
    boolean waiting() {
        return !items.isEmpty() && items.getFirst() instanceof HexItem.Pending;
    }

    /// {@return the index of the item that shows an address, or -1}
    int indexOf(long address) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).covers(address)) {
                return i;
            }
        }
        return -1;
    }
}
