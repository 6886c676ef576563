package org.xenoscope.window.shell;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.dump.Destination;
import org.xenoscope.dump.Dump;
import org.xenoscope.note.Note;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.window.Tag;
import org.xenoscope.window.shell.Choice.Does;
import org.xenoscope.window.shell.Choice.Group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person can choose in an open dump. Read away from the JavaFX thread.
final class Choices {
    private static final int MOST_CPUS = 4096;

    private Choices() {}

    /// {@return the places of a dump: spaces, headers, notes, registers}
    static List<Choice> of(Dump dump) {
        List<Choice> choices = new ArrayList<>();
        for (Space space : dump.spaces().all()) {
            choices.add(
                    new Choice(
                            Group.PLACES,
                            space.id().text() + ":",
                            Tag.name(space.id()) + " memory",
                            "",
                            Optional.of(space.id()),
                            new Does.Type(space.id().text() + ":")));
        }
        for (PhysicalCpu cpu : dump.physicalCpus().stream().limit(MOST_CPUS).toList()) {
            cpu.registers()
                    .forEach(group -> group.registers().forEach(one -> add(choices, cpu, one)));
        }
        for (Note note : dump.notes().notes()) {
            choices.add(
                    new Choice(
                            Group.NOTES,
                            "note " + note.header().index(),
                            note.name(),
                            "file:0x" + Long.toHexString(note.header().descOffset()),
                            Optional.of(SpaceId.FILE),
                            new Does.Go(
                                    new Location(SpaceId.FILE, note.header().descOffset()),
                                    Math.max(1, note.header().descBytes()))));
        }
        dump.image().parts().forEach(part -> addPart(choices, part));
        return List.copyOf(choices);
    }

    private static void add(List<Choice> choices, PhysicalCpu cpu, Register register) {
        register.target()
                .ifPresent(
                        target ->
                                choices.add(
                                        new Choice(
                                                Group.PLACES,
                                                "cpu%d.%s"
                                                        .formatted(
                                                                cpu.index(),
                                                                register.field().name()),
                                                register.says(),
                                                target.toString(),
                                                Optional.of(target.space()),
                                                new Does.Go(target, 1))));
    }

    private static void addPart(List<Choice> choices, Part part) {
        choices.add(
                new Choice(
                        Group.PLACES,
                        part.name(),
                        part.detail(),
                        "file:0x" + Long.toHexString(part.fileOffset()),
                        Optional.of(SpaceId.FILE),
                        new Does.Go(
                                new Location(SpaceId.FILE, part.fileOffset()),
                                Math.max(1, part.length()))));
        part.children().forEach(child -> addPart(choices, child));
    }

    /// {@return the places that a text names as an address: first the one it means here, then the
    /// other spaces in which it is one}
    static List<Choice> address(Dump dump, String text, Location from) {
        Destination destination = dump.destination(text, from);
        List<Choice> choices = new ArrayList<>();
        if (destination instanceof Destination.Goes goes) {
            dump.elsewhere(goes).forEach(other -> choices.add(address(other)));
            choices.add(address(goes));
        }
        return List.copyOf(choices);
    }

    /// {@return a choice that goes where a destination says}
    static Choice address(Destination.Goes goes) {
        return new Choice(
                Group.ADDRESS,
                goes.location().toString(),
                goes.says(),
                "",
                Optional.of(goes.location().space()),
                new Does.Go(goes.location(), goes.length()));
    }
}
