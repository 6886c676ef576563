package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.FrameList;
import org.xenoscope.space.p2m.MachineFrames;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.Walker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/// The roots of one dump. Each is looked for when first asked for, once, and remembered.
public final class Roots {
    /// A dump larger than this is not passed over for a root that the notes can give.
    private static final long LARGE = 64L << 30;

    private final Image image;
    private final Notes notes;
    private final Lazy<MemoryScan> scan;
    private final Lazy<Known<PagingMode>> mode;
    private final Lazy<Fact<Root>> xen;
    private final Lazy<RootGroups> groups;
    private final Lazy<Optional<SharedInfo>> sharedInfo;
    private final Lazy<Fact<P2m>> p2m;
    private final Lazy<Fact<Root>> dom0;
    private final Lazy<Optional<DirectMap>> directMap;
    private final List<Finding> findings =
            java.util.Collections.synchronizedList(new ArrayList<>());

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
        groups = new Lazy<>(this::findGroups);
        sharedInfo = new Lazy<>(this::findSharedInfo);
        p2m = new Lazy<>(this::findP2m);
        dom0 = new Lazy<>(this::findDom0);
        directMap = new Lazy<>(this::findDirectMap);
    }

    /// {@return the dump's memory}
    public Image image() {
        return image;
    }

    /// {@return the hypervisor's paging mode}
    public PagingMode mode() {
        return mode.get().fact();
    }

    /// {@return the hypervisor's root}
    public Fact<Root> xen() {
        return xen.get();
    }

    /// {@return dom0's kernel root}
    public Fact<Root> dom0() {
        return dom0.get();
    }

    /// {@return dom0's p2m}
    public Fact<P2m> p2m() {
        return p2m.get();
    }

    /// {@return dom0's direct map, which stands for its p2m where that is not known or lost}
    public Optional<DirectMap> directMap() {
        return directMap.get();
    }

    /// {@return Xen's m2p, if the hypervisor's root is known}
    public Optional<MachineFrames> m2p() {
        return xen().value()
                .map(
                        root ->
                                new MachineFrames(
                                        image,
                                        vaddr ->
                                                Walker.walk(
                                                        image,
                                                        root.mode(),
                                                        root.maddr(),
                                                        vaddr,
                                                        null),
                                        root.mode()));
    }

    /// {@return max_pfn of dom0}
    public Fact<Long> maxPfn() {
        return sharedInfo
                .get()
                .<Fact<Long>>map(
                        page ->
                                Known.at(
                                        page.maxPfn(),
                                        "max_pfn in dom0's shared info",
                                        new Location(SpaceId.MACHINE, page.maxPfnAddress())))
                .orElseGet(() -> new Unknown<>("dom0's shared info page was not found"));
    }

    /// {@return what was found wrong while roots were looked for, so far}
    public List<Finding> findings() {
        synchronized (findings) {
            return List.copyOf(findings);
        }
    }

    private OptionalLong notedFrameList() {
        return notes.first(CrashInfo.class)
                .map(CrashInfo::frameListList)
                .orElse(OptionalLong.empty());
    }

    /// {@return machine frame of dom0's frame list list, from its note or else from shared info}
    private OptionalLong frameList() {
        OptionalLong noted = notedFrameList();
        return noted.isPresent()
                ? noted
                : sharedInfo
                        .get()
                        .filter(SharedInfo::filled)
                        .map(page -> OptionalLong.of(page.frameList()))
                        .orElse(OptionalLong.empty());
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

    private RootGroups findGroups() {
        List<Long> tables = scan.get().roots(mode());
        return xen().value()
                .map(root -> RootGroups.of(image, root, tables))
                .orElseGet(() -> RootGroups.NONE);
    }

    private Optional<SharedInfo> findSharedInfo() {
        if (notedFrameList().isEmpty()) {
            return groups.get().dom0().flatMap(this::sharedInfoOf);
        }
        List<SharedInfo> pages = scan.get().sharedInfo();
        if (pages.isEmpty()) {
            findings.add(
                    Finding.general(
                            Severity.WARNING,
                            "dom0's shared info page is not in the dump: max_pfn and p2m_cr3 are"
                                    + " not known.",
                            "scan for shared info"));
        } else if (pages.size() > 1) {
            findings.add(
                    new Finding(
                            Severity.INFO,
                            "%d pages look like dom0's shared info; the one whose root is proved is used."
                                    .formatted(pages.size()),
                            Optional.of(new Location(SpaceId.MACHINE, pages.getFirst().maddr())),
                            "scan for shared info"));
            return pages.stream()
                    .filter(page -> SelfMap.isRoot(image, mode(), page.p2mRoot()))
                    .findFirst()
                    .or(() -> Optional.of(pages.getFirst()));
        }
        return pages.stream().findFirst();
    }

    /// The `struct domain` points to its shared info; else a page whose p2m_cr3 is one of the
    /// domain's tables is it.
    private Optional<SharedInfo> sharedInfoOf(RootGroups.Group group) {
        Predicate<SharedInfo> fits = page -> group.tables().contains(page.p2mRoot());
        return group.owner()
                .flatMap(
                        owner ->
                                SharedInfo.pointers(image, owner.struct()).stream()
                                        .map(this::walkXen)
                                        .filter(maddr -> maddr >= 0)
                                        .flatMap(maddr -> SharedInfo.known(image, maddr).stream())
                                        .filter(fits.or(this::hasList))
                                        .findFirst())
                .or(() -> scan.get().sharedInfo().stream().filter(fits).findFirst());
    }

    private boolean hasList(SharedInfo page) {
        return page.filled() && image.fileOffset(page.frameList() << 12) >= 0;
    }

    private long walkXen(long vaddr) {
        return xen().value()
                .map(root -> Walker.walk(image, root.mode(), root.maddr(), vaddr, null))
                .orElse(-1L);
    }

    private Fact<P2m> findP2m() {
        OptionalLong root = frameList();
        if (root.isEmpty()) {
            return new Unknown<>(
                    notes.first(CrashInfo.class).isPresent()
                            ? "CRASH_INFO names no frame list list"
                            : "the dump has no CRASH_INFO note, and dom0's shared info was not"
                                    + " found");
        }
        String from = notedFrameList().isPresent() ? "CRASH_INFO" : "dom0's shared info";
        long mfn = root.getAsLong();
        OptionalLong maxPfn =
                sharedInfo
                        .get()
                        .map(page -> OptionalLong.of(page.maxPfn()))
                        .orElse(OptionalLong.empty());
        LongUnaryOperator m2p =
                m2p().<LongUnaryOperator>map(table -> table::pfn).orElse(_ -> MachineFrames.NONE);
        boolean wide = mode().addressBits() > 32;
        // where shared info holds the list tells dom0's word; a damaged list must not be guessed at
        int[] words =
                sharedInfo
                        .get()
                        .map(page -> new int[] {page.wordBytes()})
                        .orElseGet(() -> wide ? new int[] {8, 4} : new int[] {4});
        for (int wordBytes : words) {
            FrameList list = new FrameList(image, mfn, wordBytes);
            if (list.plausible()) {
                return Known.at(
                        new P2m(list, maxPfn, m2p),
                        "frame list list, MFN 0x%x, from %s".formatted(mfn, from),
                        new Location(SpaceId.MACHINE, mfn << 12));
            }
        }
        if (mfn < 1L << 40 && image.fileOffset(mfn << 12) < 0) {
            findings.add(
                    new Finding(
                            Severity.WARNING,
                            "dom0's p2m cannot be read: " + image.hole(mfn << 12).sentence(),
                            Optional.of(new Location(SpaceId.MACHINE, mfn << 12)),
                            "frame list list"));
        }
        // keep it: each look-up then says which table is missing
        return Known.at(
                new P2m(new FrameList(image, mfn, words[0]), maxPfn, m2p),
                "frame list list, MFN 0x%x, from %s; its first entries lead nowhere"
                        .formatted(mfn, from),
                new Location(SpaceId.MACHINE, mfn << 12));
    }

    private Fact<Root> findDom0() {
        Dom0Root search = new Dom0Root(image, notes, mode(), p2m().value());
        boolean large = image.runs().stream().mapToLong(MachineRun::bytes).sum() > LARGE;
        Optional<Root> root = large ? search.fromNotes() : Optional.empty();
        root =
                root.or(() -> sharedInfo.get().flatMap(search::fromSharedInfo))
                        .or(search::fromNotes)
                        .or(() -> search.provedByScan(scan.get().roots(mode())))
                        .or(() -> groups.get().dom0().flatMap(search::fromGroup));
        if (root.isPresent()) {
            return Known.of(root.get(), root.get().evidence());
        }
        return new Unknown<>(
                "dom0's page tables were not found; tried "
                        + (notedFrameList().isPresent() ? "CRASH_INFO, " : "")
                        + "shared info, "
                        + "the CR3 of %d notes and the scan for roots"
                                .formatted(notes.cpus().size()));
    }

    private Optional<DirectMap> findDirectMap() {
        LongUnaryOperator m2p =
                m2p().<LongUnaryOperator>map(table -> table::pfn).orElse(_ -> MachineFrames.NONE);
        return dom0().value()
                .flatMap(root -> DirectMap.find(image, root.mode(), root.maddr(), m2p));
    }
}
