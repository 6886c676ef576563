package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.InvertedFrames;
import org.xenoscope.space.p2m.MachineFrames;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.paging.CachedWalk;
import org.xenoscope.space.paging.Walker;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Looks for what leads into a domain's memory: shared info, the table of frames, the kernel's
/// root. Notes tell of dom0 only; the scan for roots and the frame table tell of all.
final class GuestSearch {
    /// A dump larger than this is not passed over for a root that the notes can give.
    private static final long LARGE = 64L << 30;

    private final Roots roots;
    private final int number;
    private final String name;
    private final Lazy<Optional<SharedInfo>> sharedInfo;
    private final Lazy<Fact<P2m>> p2m;
    private final Lazy<Fact<Root>> root;

    GuestSearch(Roots roots, int number) {
        this.roots = roots;
        this.number = number;
        this.name = "dom" + number;
        sharedInfo = new Lazy<>(this::sharedInfo);
        p2m = new Lazy<>(this::findP2m);
        root = new Lazy<>(this::findRoot);
    }

    /// {@return the domain; nothing is looked for yet}
    Guest guest() {
        return new Guest(
                number,
                root::get,
                p2m::get,
                () -> published().linear(),
                this::findDirectMap,
                this::invert,
                this::maxPfn);
    }

    private Image image() {
        return roots.image();
    }

    private boolean noted() {
        return number == 0 && roots.notedFrameList().isPresent();
    }

    private Optional<RootGroups.Group> group() {
        return number == 0 ? roots.groups().dom0() : roots.groups().domain(number);
    }

    private Fact<Long> maxPfn() {
        return sharedInfo
                .get()
                .<Fact<Long>>map(
                        page ->
                                Known.at(
                                        page.maxPfn(),
                                        "max_pfn in %s's shared info".formatted(name),
                                        new Location(SpaceId.MACHINE, page.maxPfnAddress())))
                .orElseGet(
                        () -> new Unknown<>("%s's shared info page was not found".formatted(name)));
    }

    private Optional<SharedInfo> sharedInfo() {
        Optional<SharedInfo> page = findSharedInfo();
        page.filter(SharedInfo::changing)
                .ifPresent(
                        found ->
                                roots.found(
                                        new Finding(
                                                Severity.WARNING,
                                                ("%s was changing its linear p2m when the machine"
                                                                + " stopped (p2m_generation is"
                                                                + " 0x%x): a page of it may be an"
                                                                + " old one.")
                                                        .formatted(name, found.generation()),
                                                Optional.of(
                                                        new Location(
                                                                SpaceId.MACHINE,
                                                                found.generationAddress())),
                                                "shared info")));
        return page;
    }

    private Optional<SharedInfo> findSharedInfo() {
        if (!noted()) {
            return group().flatMap(this::sharedInfoOf).or(this::placed);
        }
        Optional<SharedInfo> owned = ofListsOwner(roots.notedFrameList().getAsLong());
        if (owned.isPresent()) {
            return owned;
        }
        List<SharedInfo> pages = roots.scan().sharedInfo();
        if (pages.isEmpty()) {
            roots.found(
                    Finding.general(
                            Severity.WARNING,
                            "dom0's shared info page is not in the dump: max_pfn and p2m_cr3 are"
                                    + " not known.",
                            "scan for shared info"));
        } else if (pages.size() > 1) {
            roots.found(
                    new Finding(
                            Severity.INFO,
                            "%d pages look like dom0's shared info; the one whose root is proved is used."
                                    .formatted(pages.size()),
                            Optional.of(new Location(SpaceId.MACHINE, pages.getFirst().maddr())),
                            "scan for shared info"));
            return pages.stream()
                    .filter(page -> SelfMap.isRoot(image(), roots.mode(), page.p2mRoot()))
                    .findFirst()
                    .or(() -> Optional.of(pages.getFirst()));
        }
        return pages.stream().findFirst();
    }

    /// The owner of the frame list list is dom0, and its `struct domain` points to its shared info:
    /// a page that holds the same list is proved, without a pass over the dump.
    private Optional<SharedInfo> ofListsOwner(long frameList) {
        List<Long> page = List.of(frameList << 12);
        return roots.xen()
                .value()
                .flatMap(
                        xen ->
                                FrameTable.proved(
                                        image(),
                                        new CachedWalk(image(), xen.mode(), xen.maddr()),
                                        xen.mode(),
                                        List.of(page)))
                .flatMap(table -> table.owner(page))
                .filter(owner -> owner.number() == number)
                .flatMap(
                        owner ->
                                SharedInfo.pointers(image(), owner.struct()).stream()
                                        .map(this::walkXen)
                                        .filter(maddr -> maddr >= 0)
                                        .flatMap(maddr -> holding(maddr, frameList).stream())
                                        .findFirst());
    }

    private Optional<SharedInfo> holding(long maddr, long frameList) {
        try {
            return SharedInfo.at(image(), maddr, frameList);
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    /// {@return the page that a higher room found}
    private Optional<SharedInfo> placed() {
        return roots.place(number)
                .map(DomainPlace::sharedInfo)
                .filter(OptionalLong::isPresent)
                .flatMap(
                        maddr ->
                                SharedInfo.known(image(), maddr.getAsLong()).stream()
                                        .filter(this::hasList)
                                        .findFirst());
    }

    /// The `struct domain` points to its shared info; else a page whose p2m_cr3 is one of the
    /// domain's tables is it.
    private Optional<SharedInfo> sharedInfoOf(RootGroups.Group group) {
        Predicate<SharedInfo> fits = page -> group.tables().contains(page.p2mRoot());
        return group.owner()
                .flatMap(
                        owner ->
                                SharedInfo.pointers(image(), owner.struct()).stream()
                                        .map(this::walkXen)
                                        .filter(maddr -> maddr >= 0)
                                        .flatMap(maddr -> SharedInfo.known(image(), maddr).stream())
                                        .filter(fits.or(this::hasList))
                                        .findFirst())
                .or(() -> roots.scan().sharedInfo().stream().filter(fits).findFirst());
    }

    private boolean hasList(SharedInfo page) {
        return page.filled() && image().holds(page.frameList() << 12);
    }

    private long walkXen(long vaddr) {
        return roots.xen()
                .value()
                .map(xen -> Walker.walk(image(), xen.mode(), xen.maddr(), vaddr, null))
                .orElse(-1L);
    }

    private PublishedP2m published() {
        return new PublishedP2m(name, image(), roots.mode(), sharedInfo.get(), roots.back());
    }

    private Fact<P2m> findP2m() {
        PublishedP2m search = published();
        Fact<P2m> list;
        if (noted()) {
            long mfn = roots.notedFrameList().getAsLong();
            list = search.list(mfn, "CRASH_INFO", roots::found);
        } else {
            list = search.fromSharedInfo(roots::found);
        }
        if (PublishedP2m.leads(list)) {
            return list;
        }
        if (search.linearAsFact() instanceof Known<P2m> linear) {
            return linear;
        }
        return list instanceof Unknown<P2m>(String why) ? new Unknown<>(reason(why)) : list;
    }

    private String reason(String why) {
        if (number != 0) {
            return group().isPresent() ? why : unwalked();
        }
        return roots.notes().first(CrashInfo.class).isPresent()
                ? "CRASH_INFO names no frame list list, and " + why
                : "the dump has no CRASH_INFO note, and " + why;
    }

    private String unwalked() {
        return HardwareGuests.reason(roots, number)
                .orElseGet(
                        () ->
                                group().isPresent()
                                        ? "%s has top tables, but its kernel's is not among them"
                                                .formatted(name)
                                        : absent());
    }

    private String absent() {
        return "no page table in the dump belongs to a domain %d; the domains found are %s"
                .formatted(
                        number,
                        String.join(
                                ", ",
                                roots.domains().stream().map(domain -> "dom" + domain).toList()));
    }

    private Fact<Root> findRoot() {
        GuestRoot search =
                new GuestRoot(name, image(), roots.notes(), roots.mode(), p2m.get().value());
        Optional<Root> found = number == 0 ? rootOfDom0(search) : rootOfDomU(search);
        if (found.isPresent()) {
            return Known.of(found.get(), found.get().evidence());
        }
        if (number != 0) {
            return new Unknown<>(unwalked());
        }
        return new Unknown<>(
                "dom0's page tables were not found; tried "
                        + (noted() ? "CRASH_INFO, " : "")
                        + "shared info, "
                        + "the CR3 of %d notes and the scan for roots"
                                .formatted(roots.notes().cpus().size())
                        + HardwareGuests.reason(roots, 0).map(why -> "; " + why).orElse(""));
    }

    private Optional<Root> rootOfDom0(GuestRoot search) {
        boolean large = image().memoryBytes() > LARGE;
        Optional<Root> found = large ? search.fromNotes() : Optional.empty();
        return found.or(() -> sharedInfo.get().flatMap(search::fromSharedInfo))
                .or(search::fromNotes)
                .or(() -> search.provedByScan(roots.scan().roots(roots.mode())))
                .or(() -> group().flatMap(search::fromGroup));
    }

    private Optional<Root> rootOfDomU(GuestRoot search) {
        return sharedInfo
                .get()
                .flatMap(search::fromSharedInfo)
                .or(
                        () ->
                                group().filter(found -> HardwareGuests.paravirtual(roots, found))
                                        .flatMap(search::fromGroup));
    }

    /// Asked only where the domain's own tables tell nothing.
    private Optional<InvertedFrames> invert() {
        boolean wide = roots.mode().addressBits() > 32;
        if (p2m.get().value().isPresent() || (wide && findDirectMap().isPresent())) {
            return Optional.empty();
        }
        Optional<FrameTable> frames = roots.frames();
        Optional<MachineFrames> m2p = roots.m2p();
        if (frames.isEmpty() || m2p.isEmpty() || !roots.domains().contains(number)) {
            return Optional.empty();
        }
        FrameTable table = frames.get();
        InvertedFrames found =
                new InvertedFrames(
                        image(),
                        mfn ->
                                table.use(mfn)
                                        .flatMap(FrameUse::owner)
                                        .filter(owner -> owner.number() == number)
                                        .isPresent(),
                        m2p.get());
        return found.count() == 0 ? Optional.empty() : Optional.of(found);
    }

    private Optional<DirectMap> findDirectMap() {
        return root.get()
                .value()
                .flatMap(
                        found ->
                                DirectMap.find(
                                        name, image(), found.mode(), found.maddr(), roots.back()));
    }
}
