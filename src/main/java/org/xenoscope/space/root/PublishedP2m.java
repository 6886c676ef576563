package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.p2m.FrameList;
import org.xenoscope.space.p2m.LinearList;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.paging.PagingMode;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/// Finds a PV domain's table of frames where the domain published it: the list of lists of frames
/// (route R8a), or the array in its kernel's virtual memory (route R8b).
final class PublishedP2m {
    /// Frames that are asked to prove an array.
    private static final long[] PROBES = {1, 16, 0x100, 0x200, 0x1000, 0x1100, 0x2000};

    private static final long MOST_FRAMES = 1L << 40;

    private final String name;
    private final Image image;
    private final PagingMode mode;
    private final Optional<SharedInfo> page;
    private final LongUnaryOperator m2p;

    /// Makes the search; reads nothing.
    ///
    /// @param name the domain's: `dom0`
    /// @param mode the hypervisor's paging mode
    /// @param page the domain's shared info, if it was found
    /// @param m2p machine frame to pseudo-physical frame
    PublishedP2m(
            String name,
            Image image,
            PagingMode mode,
            Optional<SharedInfo> page,
            LongUnaryOperator m2p) {
        this.name = name;
        this.image = image;
        this.mode = mode;
        this.page = page;
        this.m2p = m2p;
    }

    private OptionalLong maxPfn() {
        return page.isPresent() ? OptionalLong.of(page.get().maxPfn()) : OptionalLong.empty();
    }

    /// {@return the list that shared info names}
    Fact<P2m> fromSharedInfo(Consumer<Finding> findings) {
        if (page.isEmpty()) {
            return new Unknown<>("%s's shared info was not found".formatted(name));
        }
        if (!page.get().filled()) {
            return new Unknown<>("%s's shared info names no frame list list".formatted(name));
        }
        return list(page.get().frameList(), name + "'s shared info", findings);
    }

    /// {@return the list from a frame that a note or shared info names; if its pages are lost it is
    /// kept: each look-up then says which}
    Fact<P2m> list(long mfn, String from, Consumer<Finding> findings) {
        boolean wide = mode.addressBits() > 32;
        // where shared info holds the list tells the guest's word; a damaged list is not guessed at
        int[] words =
                page.map(found -> new int[] {found.wordBytes()})
                        .orElseGet(() -> wide ? new int[] {8, 4} : new int[] {4});
        Location where = new Location(SpaceId.MACHINE, mfn << 12);
        for (int wordBytes : words) {
            FrameList list = new FrameList(image, mfn, wordBytes);
            if (list.plausible()) {
                return Known.at(
                        new P2m(list, maxPfn(), m2p),
                        "frame list list, MFN 0x%x, from %s".formatted(mfn, from),
                        where);
            }
        }
        if (mfn < MOST_FRAMES && !readable(mfn << 12)) {
            findings.accept(
                    new Finding(
                            Severity.WARNING,
                            "%s's p2m cannot be read: %s"
                                    .formatted(name, image.hole(mfn << 12).sentence()),
                            Optional.of(where),
                            "frame list list"));
        }
        return Known.at(
                new P2m(new FrameList(image, mfn, words[0]), maxPfn(), m2p),
                "frame list list, MFN 0x%x, from %s; its first entries lead nowhere"
                        .formatted(mfn, from),
                where);
    }

    private boolean readable(long maddr) {
        try {
            image.u32(maddr);
            return true;
        } catch (UnreadableException _) {
            return false;
        }
    }

    /// {@return the array that shared info names, if the m2p confirms frames of it}
    Optional<P2m> linear() {
        if (page.isEmpty() || page.get().p2mCr3() == 0) {
            return Optional.empty();
        }
        SharedInfo found = page.get();
        boolean narrow = found.wordBytes() == 4;
        PagingMode guest = narrow && mode.addressBits() > 32 ? PagingMode.PAE : mode;
        if (!guest.canonical(found.p2mVaddr())) {
            return Optional.empty();
        }
        P2m table =
                new P2m(
                        new LinearList(
                                image,
                                guest,
                                found.p2mRoot(),
                                found.p2mVaddr(),
                                found.wordBytes(),
                                found.changing()),
                        maxPfn(),
                        m2p);
        int agree = 0;
        int differ = 0;
        for (long pfn : PROBES) {
            long mfn = table.mfn(pfn, null);
            if (mfn >= 0) {
                agree += m2p.applyAsLong(mfn) == pfn ? 1 : 0;
                differ += m2p.applyAsLong(mfn) == pfn ? 0 : 1;
            }
        }
        return agree > differ ? Optional.of(table) : Optional.empty();
    }

    /// {@return the array as the domain's table of frames}
    Fact<P2m> linearAsFact() {
        return linear().<Fact<P2m>>map(
                        table ->
                                Known.at(
                                        table,
                                        "linear p2m at 0x%x, from p2m_vaddr and p2m_cr3 in %s's shared info"
                                                .formatted(page.orElseThrow().p2mVaddr(), name),
                                        new Location(
                                                SpaceId.MACHINE,
                                                page.orElseThrow().p2mCr3Address())))
                .orElseGet(
                        () ->
                                new Unknown<>(
                                        "%s publishes no p2m that can be read".formatted(name)));
    }

    /// {@return whether the first frames of a list can be looked up}
    static boolean leads(Fact<P2m> list) {
        return list instanceof Known<P2m> known
                && (!(known.fact().list() instanceof FrameList frames) || frames.plausible());
    }

    /// {@return whether a table's answer means that a page of the list is lost}
    static boolean lost(long code) {
        return code < 0
                && switch (HoleReason.ofCode(code)) {
                    case TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL, IO_ERROR -> true;
                    default -> false;
                };
    }
}
