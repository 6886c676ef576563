package org.xenoscope.space;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.space.root.FoundRoot;
import org.xenoscope.space.root.Root;
import org.xenoscope.space.root.Roots;

import java.util.Optional;
import java.util.function.Supplier;

/// A root that a person typed: any CR3. The list of the roots found says what it is, if it is one
/// of them.
final class TypedRoot implements Supplier<Fact<Root>> {
    private final Lazy<Fact<Root>> root;

    TypedRoot(Roots roots, long cr3) {
        root = new Lazy<>(() -> find(roots, cr3));
    }

    @Override
    public Fact<Root> get() {
        return root.get();
    }

    private static Fact<Root> find(Roots roots, long cr3) {
        long maddr = roots.mode().rootOfCr3(cr3);
        Optional<FoundRoot> found = roots.known(maddr);
        String evidence = "as typed" + found.map(TypedRoot::words).orElse("");
        boolean stale = found.filter(one -> one.kind() == FoundRoot.Kind.STALE).isPresent();
        Root.Role role = stale ? Root.Role.STALE : Root.Role.TABLE;
        return Known.of(new Root(maddr, roots.mode(), evidence, Optional.empty(), role), evidence);
    }

    private static String words(FoundRoot found) {
        String whose = found.domain().isPresent() ? "dom" + found.domain().getAsInt() + ", " : "";
        return "; " + whose + found.kind().words() + "; " + found.evidence();
    }
}
