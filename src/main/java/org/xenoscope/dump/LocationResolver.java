package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a place that may name a symbol: `dom0:init_task+0x10`, `xen:conring`. What reads as a
/// hexadecimal number is one.
final class LocationResolver {
    private static final Pattern SYMBOL =
            Pattern.compile(
                    "([A-Za-z_.$][\\w.$@#/-]*?)(?:\\s*([+-])\\s*(?:0x)?([0-9a-fA-F]{1,16}))?");

    private final Dump dump;

    LocationResolver(Dump dump) {
        this.dump = dump;
    }

    /// {@return the place that a text with a space names}
    ///
    /// @throws IllegalArgumentException with one sentence, if it names none
    Location resolve(String text) {
        String stripped = text.strip();
        int colon = stripped.indexOf(':');
        try {
            return Location.parse(stripped);
        } catch (IllegalArgumentException exception) {
            if (colon < 0) {
                throw exception;
            }
            SpaceId space = SpaceId.parse(stripped.substring(0, colon));
            if (space.kind() != SpaceId.Kind.XEN && space.kind() != SpaceId.Kind.DOMAIN_VIRTUAL) {
                throw exception;
            }
            return symbol(stripped.substring(colon + 1).strip(), List.of(space))
                    .orElseThrow(() -> exception);
        }
    }

    /// {@return the place of a symbol, in the first of these spaces that has it; nothing if the
    /// text cannot be a name, or if there are several spaces and none has symbols}
    ///
    /// @throws IllegalArgumentException with one sentence, if none has it
    Optional<Location> symbol(String text, List<SpaceId> spaces) {
        Matcher matcher = SYMBOL.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        for (SpaceId space : spaces) {
            Optional<Symbol> found =
                    dump.symbols(space).value().flatMap(table -> table.named(name));
            if (found.isPresent()) {
                return Optional.of(new Location(space, found.get().address() + offset(matcher)));
            }
        }
        boolean known = spaces.stream().anyMatch(space -> dump.symbols(space).value().isPresent());
        if (!known && spaces.size() > 1) {
            return Optional.empty();
        }
        throw new IllegalArgumentException(unknown(name, spaces));
    }

    private static long offset(Matcher matcher) {
        if (matcher.group(2) == null) {
            return 0;
        }
        long distance = Long.parseUnsignedLong(matcher.group(3), 16);
        return matcher.group(2).equals("-") ? -distance : distance;
    }

    private String unknown(String name, List<SpaceId> spaces) {
        StringBuilder sentence = new StringBuilder("No symbol ").append(name).append(" in ");
        sentence.append(
                String.join(" or ", spaces.stream().map(LocationResolver::people).toList()));
        Optional<Symbol> near = Optional.empty();
        for (SpaceId space : spaces) {
            Fact<SymbolTable> table = dump.symbols(space);
            switch (table) {
                case Known<SymbolTable> known -> {
                    Optional<Symbol> best = known.fact().matching(name, 1).stream().findFirst();
                    if (best.isPresent()
                            && (near.isEmpty()
                                    || distance(best.get(), name) < distance(near.get(), name))) {
                        near = best;
                    }
                }
                case Unknown<SymbolTable> unknown ->
                        sentence.append(spaces.size() == 1 ? ": " + unknown.reason() : "");
            }
        }
        near.ifPresent(
                symbol -> sentence.append(". Did you mean ").append(symbol.name()).append('?'));
        return sentence.toString();
    }

    /// {@return how unlike a name is to what was typed: it begins so, has it inside, or its
    /// letters}
    private static int distance(Symbol symbol, String typed) {
        String name = symbol.name().toLowerCase(Locale.ROOT);
        String wanted = typed.toLowerCase(Locale.ROOT);
        return name.startsWith(wanted) ? 0 : name.contains(wanted) ? 1 : 2;
    }

    private static String people(SpaceId space) {
        return space.equals(SpaceId.XEN) ? "Xen" : space.text();
    }
}
