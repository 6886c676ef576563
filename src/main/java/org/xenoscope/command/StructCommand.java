package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.KernelJson;
import org.xenoscope.report.StructureText;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.FieldValue;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.type.TypedField;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;

/// `xenoscope struct`: the layout of a type of dom0's kernel, or its values at a place.
@Command(
        name = "struct",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the layout of a type, or what it holds at a place.",
        footer = {
            "",
            "The types are those of the kernel of the location's domain, else dom0's; the location",
            "is space:address or space:symbol+0x10.",
            "",
            "Examples:",
            "  xenoscope struct vmcore task_struct",
            "  xenoscope struct vmcore list_head dom0:modules",
            "  xenoscope struct vmcore 'struct task_struct' dom0:init_task --json"
        })
final class StructCommand extends DumpCommand {
    @Parameters(index = "1", paramLabel = "TYPE", description = "task_struct, pid_t, enum pid_type")
    private String type = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "LOCATION", description = "where it lies")
    private String location = "";

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Override
    int run(Dump dump) {
        Optional<Location> where;
        try {
            where = location.isEmpty() ? Optional.empty() : Optional.of(dump.location(placed()));
        } catch (IllegalArgumentException exception) {
            error(String.valueOf(exception.getMessage()));
            return ExitStatus.WRONG_USAGE;
        }
        int domain =
                where.map(Location::space)
                        .filter(
                                space ->
                                        space.kind() == SpaceId.Kind.DOMAIN_VIRTUAL
                                                || space.kind() == SpaceId.Kind.DOMAIN_PHYSICAL
                                                || space.kind() == SpaceId.Kind.TASK)
                        .map(SpaceId::domain)
                        .orElse(0);
        return switch (dump.types(domain, type)) {
            case Known<TypeSystem> known -> print(dump, domain, known.fact(), where);
            case Unknown<TypeSystem> unknown -> {
                error(unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
        };
    }

    /// {@return the location; without a space one of dom0's kernel is meant}
    private String placed() {
        return location.contains(":") ? location : SpaceId.DOM0.text() + ":" + location;
    }

    private int print(Dump dump, int domain, TypeSystem types, Optional<Location> where) {
        int id = types.named(type).orElseThrow();
        if (where.isEmpty()) {
            if (json) {
                out().println(KernelJson.layout(types, id));
            } else {
                out().print(StructureText.layout(types, id));
            }
            return ExitStatus.DONE;
        }
        SpaceReader reader = new SpaceReader(dump.spaces().get(where.get().space()));
        TypedField field = TypedField.over(types, id, reader, where.get().address());
        if (json) {
            out().println(KernelJson.values(types, field));
        } else {
            String text =
                    StructureText.values(
                            types, field, address -> dump.linux(domain).nameOf(address));
            out().print(Printable.text(text));
        }
        boolean nothing =
                !reader.readable(where.get().address())
                        || field.value() instanceof FieldValue.Missing;
        if (nothing) {
            dump.spaces().explain(where.get()).hole().ifPresent(hole -> error(hole.sentence()));
        }
        return nothing ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
    }
}
