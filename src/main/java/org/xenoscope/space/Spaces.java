package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.check.MemoryCheck;
import org.xenoscope.space.check.MemoryChecks;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.root.DomainPlace;
import org.xenoscope.space.root.FoundRoot;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Root;
import org.xenoscope.space.root.Roots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The spaces of one dump.
///
/// Roots are looked for when first asked for, once, and remembered; that may pass over the whole
/// dump, so that the JavaFX thread must not be the first to ask.
public final class Spaces {
    /// Spaces of processes, domains and typed roots that are kept with what they remember.
    private static final int MOST_KEPT = 256;

    /// Indexes of mappings that are kept: each may take 256 MiB.
    private static final int MOST_MAPPINGS = 4;

    /// Domains have numbers below this (DOMID_FIRST_RESERVED, xen/include/public/xen.h).
    private static final int DOMAINS = 0x7ff0;

    private final Image image;
    private final Roots roots;
    private final MachineToPhysical m2p;
    private final List<Space> always;
    private final ConcurrentHashMap<SpaceId, Space> others = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SpaceId, Lazy<Fact<Mappings>>> mappings =
            new ConcurrentHashMap<>();
    private final Lazy<List<MemoryCheck>> checks;
    private final Lazy<List<Finding>> unwalked;
    private volatile Processes processes = Processes.NONE;

    private Spaces(Image image, Notes notes) {
        this.image = image;
        roots = new Roots(image, notes);
        m2p = new MachineToPhysical(roots);
        checks = new Lazy<>(() -> new MemoryChecks(image, roots).run());
        unwalked = new Lazy<>(roots::unwalked);
        always =
                List.of(
                        new FileSpace(image, m2p),
                        new MachineSpace(image, m2p),
                        new VirtualSpace(
                                SpaceId.XEN,
                                image,
                                "R7",
                                roots::xen,
                                Optional.empty(),
                                vaddr -> new XenLayout(roots.mode(), notes).machine(vaddr),
                                m2p),
                        new PhysicalSpace(image, roots.dom0(), m2p),
                        virtual(SpaceId.DOM0, roots.dom0()::root, Optional.of(roots.dom0())));
    }

    private VirtualSpace virtual(SpaceId id, Supplier<Fact<Root>> root, Optional<Guest> guest) {
        return new VirtualSpace(id, image, "R4", root, guest, VirtualSpace.Layout.NONE, m2p);
    }

    /// Makes the spaces of a dump. Reads nothing yet.
    public static Spaces of(Image image, Notes notes) {
        return new Spaces(image, notes);
    }

    /// Takes the processes that a higher room knows. It is asked only when somebody looks into a
    /// process, and may itself read the spaces of the kernel.
    public void processes(Processes known) {
        processes = known;
        others.keySet().removeIf(id -> id.kind() == SpaceId.Kind.TASK);
    }

    /// Takes the domains that a higher room finds in the hypervisor's memory: it may read the space
    /// `xen` to do so, and no other. It is asked only when a domain is looked for.
    public void domains(Supplier<List<DomainPlace>> known) {
        roots.domains(known);
    }

    /// {@return the spaces that every dump has a row for, in the order people read them: file,
    /// machine, xen, dom0-physical, dom0; then those of the domains found so far. One whose root
    /// was not found answers with `NO_ROOT` holes.}
    public List<Space> all() {
        List<Space> all = new ArrayList<>(always);
        for (int domain : roots.domainsSoFar()) {
            if (domain != 0) {
                all.add(get(roots.guest(domain).physical()));
                all.add(get(roots.guest(domain).virtual()));
            }
        }
        return List.copyOf(all);
    }

    /// {@return the domains that have memory in the dump, dom0 first}. Looks for all roots; from
    /// then on {@link #all} has their spaces, and {@link #findings} those that cannot be walked.
    public List<Guest> domains() {
        unwalked.get();
        return roots.domains().stream().map(roots::guest).toList();
    }

    /// {@return what leads into a domain's memory; it may be unknown, or the domain not there}
    public Guest guest(int number) {
        return roots.guest(number);
    }

    /// {@return every top table found, with what it is}. Looks for all roots.
    public List<FoundRoot> roots() {
        return roots.list();
    }

    /// {@return the space of that name; for one that the dump lacks a space that answers every
    /// question with the hole `NO_ROOT` and says why}
    public Space get(SpaceId id) {
        for (Space space : always) {
            if (space.id().equals(id)) {
                return space;
            }
        }
        Space known = others.get(id);
        if (known != null) {
            return known;
        }
        if (others.size() >= MOST_KEPT) {
            others.clear();
        }
        return others.computeIfAbsent(id, this::make);
    }

    private Space make(SpaceId id) {
        if (id.kind() == SpaceId.Kind.ROOT) {
            return virtual(id, new TypedRoot(roots, id.detail()), Optional.empty());
        }
        if (id.domain() >= DOMAINS) {
            Fact<Root> unknown =
                    new Unknown<>(
                            "no domain has the number %d: they end at %d"
                                    .formatted(id.domain(), DOMAINS - 1));
            return virtual(id, () -> unknown, Optional.empty());
        }
        Guest guest = roots.guest(id.domain());
        return switch (id.kind()) {
            case DOMAIN_PHYSICAL -> new PhysicalSpace(image, guest, m2p);
            case TASK ->
                    virtual(
                            id,
                            new ProcessRoot(image, guest, id.detail(), () -> processes),
                            Optional.of(guest));
            default -> virtual(id, guest::root, Optional.of(guest));
        };
    }

    /// {@return the hypervisor's root, with its evidence}
    public Fact<Root> xenRoot() {
        return roots.xen();
    }

    /// {@return dom0's kernel root, with its evidence}
    public Fact<Root> dom0Root() {
        return roots.dom0().root();
    }

    /// {@return machine frame of the top of dom0's p2m, with its evidence}
    public Fact<Long> p2mRoot() {
        return switch (roots.dom0().p2m()) {
            case Known<P2m> known ->
                    new Known<>(known.fact().list().rootMfn(), known.evidence(), known.where());
            case Unknown<P2m> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return one more than the last frame that dom0 may have (max_pfn), with its evidence}
    public Fact<Long> maxPfn() {
        return roots.maxPfn();
    }

    /// {@return what Xen's frame table says of the frame of a machine address: whose it is and what
    /// it is used for}. Looks for all roots, which prove the table.
    public Optional<FrameUse> use(long maddr) {
        return maddr < 0
                ? Optional.empty()
                : roots.frames().flatMap((FrameTable frames) -> frames.use(maddr >>> 12));
    }

    /// {@return the pseudo-physical address of a machine address in the domain that owns it, by
    /// Xen's m2p}
    public OptionalLong physical(long maddr) {
        long paddr = m2p.physical(maddr);
        return paddr < 0 ? OptionalLong.empty() : OptionalLong.of(paddr);
    }

    /// Finds the same byte in the other spaces, as far as its translation tells: its machine
    /// address, its place in the file, its pseudo-physical address in the domain that owns it, and
    /// that domain's direct map.
    ///
    /// @return its places, `where` itself first, each space at most once
    public List<Location> sameByte(Location where) {
        List<Location> places = new ArrayList<>(List.of(where));
        long maddr = get(where.space()).locate(where.address());
        if (maddr < 0) {
            return places;
        }
        add(places, new Location(SpaceId.MACHINE, maddr));
        long offset = image.fileOffset(maddr);
        if (offset >= 0) {
            add(places, new Location(SpaceId.FILE, offset));
        }
        long paddr = m2p.physical(maddr);
        if (paddr >= 0) {
            owner(maddr, paddr).ifPresent(guest -> inGuest(places, guest, paddr, maddr));
        }
        return places;
    }

    /// {@return the domain whose p2m leads from a pseudo-physical address to this machine address}
    private Optional<Guest> owner(long maddr, long paddr) {
        Guest dom0 = roots.dom0();
        if (MachineToPhysical.belongsTo(dom0, paddr, maddr)) {
            return Optional.of(dom0);
        }
        return roots.domainsSoFar().stream()
                .filter(number -> number != 0)
                .map(roots::guest)
                .filter(guest -> MachineToPhysical.belongsTo(guest, paddr, maddr))
                .findFirst();
    }

    private void inGuest(List<Location> places, Guest guest, long paddr, long maddr) {
        add(places, new Location(guest.physical(), paddr));
        guest.directMap()
                .filter(map -> Long.compareUnsigned(paddr, map.end()) < 0)
                .map(map -> new Location(guest.virtual(), map.vaddr(paddr)))
                .filter(place -> get(place.space()).locate(place.address()) == maddr)
                .ifPresent(place -> add(places, place));
    }

    private static void add(List<Location> places, Location place) {
        if (places.stream().noneMatch(known -> known.space().equals(place.space()))) {
            places.add(place);
        }
    }

    /// Finds where machine memory is mapped under the root of a space. Long work the first time: a
    /// pass over all pages that the root maps.
    ///
    /// @param id a virtual space: the hypervisor's, a kernel's, a process's
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public Fact<Mappings> mappings(SpaceId id) {
        if (mappings.size() >= MOST_MAPPINGS && !mappings.containsKey(id)) {
            mappings.clear();
        }
        return mappings.computeIfAbsent(id, _ -> new Lazy<>(() -> index(id))).get();
    }

    /// {@return the mappings of a space, if they have been found}
    public Optional<Mappings> mappingsSoFar(SpaceId id) {
        return Optional.ofNullable(mappings.get(id)).flatMap(Lazy::peek).flatMap(Fact::value);
    }

    private Fact<Mappings> index(SpaceId id) {
        if (!(get(id) instanceof VirtualSpace space)) {
            return new Unknown<>("%s has no page tables".formatted(id.text()));
        }
        return switch (space.root()) {
            case Known<Root> known ->
                    new Known<>(
                            new Mappings(image, id, known.fact()), known.evidence(), known.where());
            case Unknown<Root>(String why) -> new Unknown<>(why);
        };
    }

    /// Holds all that is known of memory against each other, frame by frame. Long work the first
    /// time.
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public List<MemoryCheck> checks() {
        return checks.get();
    }

    /// {@return the comparisons, if they have been made}
    public Optional<List<MemoryCheck>> checksSoFar() {
        return checks.peek();
    }

    /// {@return what was found while roots were looked for and memory was compared, so far}
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(roots.findings());
        unwalked.peek().ifPresent(findings::addAll);
        checks.peek().ifPresent(made -> made.forEach(check -> findings.add(check.finding())));
        return List.copyOf(findings);
    }

    /// {@return the translation of a location, in whatever space it is}
    public Trail explain(Location where) {
        return get(where.space()).explain(where.address());
    }
}
