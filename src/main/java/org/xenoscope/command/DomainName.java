package org.xenoscope.command;

import org.xenoscope.place.SpaceId;

/// Reads `dom0`, `dom1` …
final class DomainName {
    private DomainName() {}

    /// {@return the domain's number}
    ///
    /// @throws IllegalArgumentException with one sentence, if the text names no domain
    static int number(String text) {
        SpaceId space = SpaceId.parse(text);
        if (space.kind() != SpaceId.Kind.DOMAIN_VIRTUAL) {
            throw new IllegalArgumentException(
                    "\"%s\" names no domain; write dom0, dom1 …".formatted(text.strip()));
        }
        return space.domain();
    }
}
