package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.image.Whose;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.frame.DomainStruct;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.p2m.MachineFrames;
import org.xenoscope.space.paging.CachedWalk;
import org.xenoscope.space.paging.PagingMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/// The roots of one dump. Each is looked for when first asked for, once, and remembered.
public final class Roots {
    private static final String NOT_OF_A_MACHINE =
            "the dump is of one PV domain (xl dump-core) and does not say which; Xen and dom0 are"
                    + " not in it";

    private final Image image;
    private final Notes notes;
    private final Lazy<MemoryScan> scan;
    private final Lazy<Known<PagingMode>> mode;
    private final Lazy<Fact<Root>> xen;
    private final Lazy<Optional<MachineFrames>> m2p;
    private final Lazy<RootGroups> groups;
    private final Lazy<List<FoundRoot>> list;
    private final ConcurrentHashMap<Integer, Guest> guests = new ConcurrentHashMap<>();
    private final List<Finding> findings =
            java.util.Collections.synchronizedList(new ArrayList<>());
    private volatile Lazy<List<DomainPlace>> domains = new Lazy<>(List::of);
    private final Lazy<Optional<FrameTable>> frames;

    /// Makes the finder. Nothing is read.
    public Roots(Image image, Notes notes) {
        this.image = image;
        this.notes = notes;
        MemoryScan pass = new MemoryScan(image, notedFrameList());
        scan =
                new Lazy<>(
                        () -> {
                            pass.finish(Progress.current());
                            return pass;
                        });
        mode = new Lazy<>(this::findMode);
        xen = new Lazy<>(this::findXen);
        m2p = new Lazy<>(this::findM2p);
        groups = new Lazy<>(this::findGroups);
        list = new Lazy<>(() -> new RootList(image, notes, this).write());
        frames = new Lazy<>(this::findFrames);
        guests.put(0, search(0));
    }

    /// Takes domains that a higher room finds in the hypervisor's memory; asked once, when the
    /// domains or the owners of frames are looked for.
    public void domains(Supplier<List<DomainPlace>> found) {
        domains = new Lazy<>(found);
    }

    /// {@return the dump's memory}
    public Image image() {
        return image;
    }

    /// {@return the dump's notes}
    Notes notes() {
        return notes;
    }

    /// {@return the hypervisor's paging mode}
    public PagingMode mode() {
        return mode.get().fact();
    }

    /// {@return the hypervisor's paging mode, and how it is known}
    public Known<PagingMode> knownMode() {
        return mode.get();
    }

    /// {@return the hypervisor's root}
    public Fact<Root> xen() {
        return xen.get();
    }

    /// {@return dom0}
    public Guest dom0() {
        return guest(0);
    }

    /// {@return a domain; what leads into its memory may be unknown, or the domain not there}
    public Guest guest(int number) {
        return guests.computeIfAbsent(number, this::search);
    }

    /// In a dump of one PV domain the tables of that domain look like dom0's: none is looked for,
    /// since the file does not say which domain it is.
    private Guest search(int number) {
        return image.whose() == Whose.PV_DOMAIN
                ? Guest.unknown(number, NOT_OF_A_MACHINE)
                : new GuestSearch(this, number).guest();
    }

    /// {@return the numbers of all domains that own top tables, or that a higher room has found;
    /// dom0 first}
    public List<Integer> domains() {
        SortedSet<Integer> numbers = owners(groups());
        domains.get().forEach(place -> numbers.add(place.number()));
        return List.copyOf(numbers);
    }

    private static SortedSet<Integer> owners(RootGroups groups) {
        SortedSet<Integer> numbers = new TreeSet<>(List.of(0));
        groups.all().stream()
                .flatMap(group -> group.owner().stream())
                .forEach(owner -> numbers.add(owner.number()));
        return numbers;
    }

    /// {@return the numbers of the domains as far as they have been looked for; dom0 first}
    public List<Integer> domainsSoFar() {
        SortedSet<Integer> numbers = owners(groups.peek().orElse(RootGroups.NONE));
        domains.peek().ifPresent(places -> places.forEach(place -> numbers.add(place.number())));
        return List.copyOf(numbers);
    }

    /// {@return the place of a domain, if a higher room has found it}
    Optional<DomainPlace> place(int number) {
        return domains.get().stream().filter(place -> place.number() == number).findFirst();
    }

    /// {@return Xen's m2p, if the hypervisor's root is known}
    public Optional<MachineFrames> m2p() {
        return m2p.get();
    }

    /// {@return machine frame to pseudo-physical frame, or {@link MachineFrames#NONE}}
    LongUnaryOperator back() {
        return m2p().<LongUnaryOperator>map(table -> table::pfn).orElse(_ -> MachineFrames.NONE);
    }

    /// {@return Xen's frame table, if its layout is proved}
    public Optional<FrameTable> frames() {
        return frames.get();
    }

    private Optional<FrameTable> findFrames() {
        Optional<FrameTable> found = groups().frames();
        found.ifPresent(
                table ->
                        domains.get()
                                .forEach(
                                        place ->
                                                table.trust(
                                                        new DomainStruct(
                                                                place.number(), place.struct()))));
        return found;
    }

    /// {@return what is to be said of domains whose memory cannot be walked} Looks for all roots.
    public List<Finding> unwalked() {
        return HardwareGuests.findings(this);
    }

    /// {@return every top table that was found, with what it is; in order of domain and address}
    public List<FoundRoot> list() {
        return list.get();
    }

    /// {@return the tables that the CR3 of the notes name}
    public List<Long> notedRoots() {
        return notes.all(CrashRegs.class).stream()
                .map(registers -> mode().rootOfCr3(registers.cr3()))
                .toList();
    }

    /// {@return what is known of a top table, if it maps itself; else nothing is looked for}
    public Optional<FoundRoot> known(long maddr) {
        return SelfMap.isRoot(image, mode(), maddr)
                ? list().stream().filter(root -> root.maddr() == maddr).findFirst()
                : Optional.empty();
    }

    /// {@return max_pfn of dom0}
    public Fact<Long> maxPfn() {
        return dom0().maxPfn();
    }

    /// {@return what was found wrong while roots were looked for, so far}
    public List<Finding> findings() {
        synchronized (findings) {
            return List.copyOf(findings);
        }
    }

    /// Keeps a finding.
    void found(Finding finding) {
        findings.add(finding);
    }

    /// {@return machine frame of dom0's frame list list, if a note names it}
    OptionalLong notedFrameList() {
        return notes.first(CrashInfo.class)
                .map(CrashInfo::frameListList)
                .orElse(OptionalLong.empty());
    }

    /// {@return the pass over all pages}
    MemoryScan scan() {
        return scan.get();
    }

    /// {@return top tables by domain}
    RootGroups groups() {
        return groups.get();
    }

    private Known<PagingMode> findMode() {
        return Modes.noted(notes)
                .or(this::modeOfNotedRoot)
                .or(() -> Modes.scanned(scan.get()))
                .orElseGet(
                        () ->
                                Known.of(
                                        Modes.likely(image, notes).getFirst(),
                                        "assumed for the machine that the dump's header names"));
    }

    private Optional<Known<PagingMode>> modeOfNotedRoot() {
        XenRoot search = new XenRoot(image, notes);
        return Modes.likely(image, notes).stream()
                .flatMap(tried -> search.fromNotes(tried).stream())
                .findFirst()
                .map(root -> Known.of(root.mode(), root.evidence()));
    }

    private Fact<Root> findXen() {
        if (image.whose() == Whose.PV_DOMAIN) {
            return new Unknown<>(NOT_OF_A_MACHINE);
        }
        XenRoot search = new XenRoot(image, notes);
        Optional<Root> root =
                search.fromNotes(mode())
                        .or(() -> search.fromScan(mode(), scan.get().roots(mode())));
        if (root.isPresent()) {
            return Known.of(root.get(), root.get().evidence());
        }
        return new Unknown<>(
                "Xen's page tables were not found; tried VMCOREINFO_XEN, the CR3 of %d notes and the scan for roots"
                        .formatted(notes.cpus().size()));
    }

    private Optional<MachineFrames> findM2p() {
        return xen().value()
                .map(
                        root ->
                                new MachineFrames(
                                        image,
                                        new CachedWalk(image, root.mode(), root.maddr()),
                                        root.mode()));
    }

    private RootGroups findGroups() {
        List<Long> tables = scan.get().roots(mode());
        return xen().value()
                .map(root -> RootGroups.of(image, root, tables))
                .orElseGet(() -> RootGroups.NONE);
    }
}
