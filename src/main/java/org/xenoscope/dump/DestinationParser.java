package org.xenoscope.dump;

import org.xenoscope.linux.TaskList;
import org.xenoscope.note.Note;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what people type into the address field: locations, bare numbers, relative moves, frames,
/// registers, tasks, notes, symbols, words pasted from a log.
final class DestinationParser {
    private static final Pattern RELATIVE = Pattern.compile("([+-])\\s*(?:0x)?([0-9a-f]{1,16})");
    private static final Pattern FRAME = Pattern.compile("(mfn|pfn)\\s*(?:0x)?([0-9a-f]{1,10})");
    private static final Pattern TASK = Pattern.compile("(?:task|pid)\\s*([0-9]{1,9})");
    private static final Pattern NOTE = Pattern.compile("note\\s*([0-9]{1,6})");
    private static final Pattern NUMBER = Pattern.compile("(?:0x)?[0-9a-f_`]*[0-9a-f][0-9a-f_`]*");

    private static final Pattern LOGGED = Pattern.compile(".*?\\[<([0-9a-fA-F`]{8,17})>].*");

    private final Dump dump;
    private final Location from;

    DestinationParser(Dump dump, Location from) {
        this.dump = dump;
        this.from = from;
    }

    Destination parse(String text) {
        String words = strip(text);
        if (words.isEmpty()) {
            return new Destination.Refused("Type an address, for example dom0:0xffffffff81000000.");
        }
        String lower = words.toLowerCase(Locale.ROOT);
        try {
            return relative(lower)
                    .or(() -> frame(lower))
                    .or(() -> new RegisterDestination(dump).parse(lower))
                    .or(() -> task(lower))
                    .or(() -> note(lower, words))
                    .or(() -> address(lower, words))
                    .orElseGet(
                            () ->
                                    new Destination.Refused(
                                            "%s is neither an address, a symbol nor a command."
                                                    .formatted(words)));
        } catch (IllegalArgumentException exception) {
            String sentence = String.valueOf(exception.getMessage());
            return new Destination.Refused(sentence.endsWith("?") ? sentence : sentence + ".");
        }
    }

    /// Takes the address out of words pasted from a log: `[<ffffffff81a4603f>] panic+0x286/0x2c3`.
    private static String strip(String text) {
        Matcher logged = LOGGED.matcher(text);
        if (logged.matches()) {
            return logged.group(1);
        }
        return text.strip().replaceAll("^[\\[<(]+|[\\]>),.;]+$", "");
    }

    private Optional<Destination> relative(String text) {
        Matcher matcher = RELATIVE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long distance = Long.parseUnsignedLong(matcher.group(2), 16);
        boolean forward = matcher.group(1).equals("+");
        long address = forward ? from.address() + distance : from.address() - distance;
        boolean wrapped =
                forward
                        ? Long.compareUnsigned(address, from.address()) < 0
                        : Long.compareUnsigned(address, from.address()) > 0;
        return Optional.of(
                wrapped
                        ? new Destination.Refused(
                                "%s from %s passes the end of the space.".formatted(text, from))
                        : goes(new Location(from.space(), address), ""));
    }

    private Optional<Destination> frame(String text) {
        Matcher matcher = FRAME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long frame = Long.parseUnsignedLong(matcher.group(2), 16);
        SpaceId space = matcher.group(1).equals("mfn") ? SpaceId.MACHINE : SpaceId.DOM0_PHYSICAL;
        return Optional.of(goes(new Location(space, frame << 12), ""));
    }

    private Optional<Destination> task(String text) {
        Matcher matcher = TASK.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (dump.linux().tasks()) {
            case Unknown<TaskList> unknown ->
                    refuse("dom0's task list was not found: %s.".formatted(unknown.reason()));
            case Known<TaskList> known ->
                    known.fact()
                            .pid(number)
                            .map(task -> goes(task.where(), "task " + task.label()))
                            .or(
                                    () ->
                                            refuse(
                                                    "dom0 has no task %d; its list has %d."
                                                            .formatted(
                                                                    number,
                                                                    known.fact().tasks().size())));
        };
    }

    private Optional<Destination> note(String text, String typed) {
        Matcher matcher = NOTE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        for (Note note : dump.notes().notes()) {
            if (note.header().index() == number) {
                return Optional.of(
                        new Destination.Goes(
                                new Location(SpaceId.FILE, note.header().descOffset()),
                                Math.max(1, note.header().descBytes()),
                                "note %d, %s".formatted(number, note.name())));
            }
        }
        return refuse(
                "%s is not there: the dump has %d notes, counted from 0."
                        .formatted(typed, dump.notes().notes().size()));
    }

    private Optional<Destination> address(String text, String typed) {
        if (typed.indexOf(':') >= 0) {
            return Optional.of(goes(dump.location(typed), ""));
        }
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(goes(new Location(from.space(), Location.parseAddress(text)), ""));
        }
        List<SpaceId> spaces = new ArrayList<>(List.of(SpaceId.XEN, SpaceId.DOM0));
        if (spaces.remove(from.space())) {
            spaces.addFirst(from.space());
        }
        return new LocationResolver(dump)
                .symbol(typed, spaces)
                .map(location -> goes(location, typed));
    }

    private static Optional<Destination> refuse(String sentence) {
        return Optional.of(new Destination.Refused(sentence));
    }

    private static Destination goes(Location location, String says) {
        return new Destination.Goes(location, 1, says);
    }
}
