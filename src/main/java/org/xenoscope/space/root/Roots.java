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

/// The roots of one dump. Each is looked for when first asked for, once, and remembered.
public final class Roots {
    /// A dump larger than this is not passed over for a root that the notes can give.
    private static final long LARGE = 64L << 30;

    private final Image image;
    private final Notes notes;
    private final Lazy<MemoryScan> scan;
    private final Lazy<Fact<Root>> xen;
    private final Lazy<Fact<P2m>> p2m;
    private final Lazy<Fact<Root>> dom0;
    private final Lazy<Optional<SharedInfo>> sharedInfo;
    private final List<Finding> findings =
            java.util.Collections.synchronizedList(new ArrayList<>());

    /// Makes the finder. Nothing is read.
    public Roots(Image image, Notes notes) {
        this.image = image;
        this.notes = notes;
        scan = new Lazy<>(() -> MemoryScan.of(image, mode(), frameList(), Progress.NONE));
        xen = new Lazy<>(this::findXen);
        sharedInfo = new Lazy<>(this::findSharedInfo);
        p2m = new Lazy<>(this::findP2m);
        dom0 = new Lazy<>(this::findDom0);
    }

    /// {@return the hypervisor's paging mode}
    ///
    /// The notes of a 32-bit dump may leave it open; its root then tells, however the order of
    /// questions is.
    public PagingMode mode() {
        PagingMode noted = Modes.of(image, notes).fact();
        return noted == PagingMode.PAE ? xen().value().map(Root::mode).orElse(noted) : noted;
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

    private OptionalLong frameList() {
        return notes.first(CrashInfo.class)
                .map(CrashInfo::frameListList)
                .orElse(OptionalLong.empty());
    }

    private Fact<Root> findXen() {
        Known<PagingMode> mode = Modes.of(image, notes);
        XenRoot search = new XenRoot(image, notes);
        Optional<Root> noted = search.fromNotes(mode.fact());
        if (noted.isPresent()) {
            return Known.of(noted.get(), noted.get().evidence());
        }
        List<PagingMode> modes = new ArrayList<>(List.of(mode.fact()));
        if (mode.fact() == PagingMode.PAE) {
            modes.add(PagingMode.I386);
        }
        for (PagingMode tried : modes) {
            Optional<Root> root =
                    search.fromNotes(tried)
                            .or(
                                    () ->
                                            search.fromScan(
                                                    tried,
                                                    MemoryScan.of(
                                                            image,
                                                            tried,
                                                            OptionalLong.empty(),
                                                            Progress.NONE)));
            if (root.isPresent()) {
                return Known.of(root.get(), root.get().evidence());
            }
        }
        return new Unknown<>(
                "Xen's page tables were not found; tried VMCOREINFO_XEN, the CR3 of %d notes and the scan for roots"
                        .formatted(notes.cpus().size()));
    }

    private Optional<SharedInfo> findSharedInfo() {
        if (frameList().isEmpty()) {
            return Optional.empty();
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

    private Fact<P2m> findP2m() {
        OptionalLong root = frameList();
        if (root.isEmpty()) {
            return new Unknown<>(
                    notes.first(CrashInfo.class).isPresent()
                            ? "CRASH_INFO names no frame list list"
                            : "the dump has no CRASH_INFO note");
        }
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
                        "frame list list, MFN 0x%x, from CRASH_INFO".formatted(mfn),
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
                "frame list list, MFN 0x%x, from CRASH_INFO; its first entries lead nowhere"
                        .formatted(mfn),
                new Location(SpaceId.MACHINE, mfn << 12));
    }

    private Fact<Root> findDom0() {
        Dom0Root search = new Dom0Root(image, notes, mode(), p2m().value());
        boolean large = image.runs().stream().mapToLong(MachineRun::bytes).sum() > LARGE;
        Optional<Root> root = large ? search.fromNotes() : Optional.empty();
        root =
                root.or(() -> sharedInfo.get().flatMap(search::fromSharedInfo))
                        .or(search::fromNotes)
                        .or(() -> search.fromScan(scan.get().roots()));
        if (root.isPresent()) {
            return Known.of(root.get(), root.get().evidence());
        }
        return new Unknown<>(
                "dom0's page tables were not found; tried "
                        + (frameList().isPresent() ? "CRASH_INFO, shared info, " : "")
                        + "the CR3 of %d notes and the scan for roots"
                                .formatted(notes.cpus().size()));
    }
}
