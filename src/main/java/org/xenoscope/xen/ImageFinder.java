package org.xenoscope.xen;

import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.CompressedSymbols;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the hypervisor's image and its table of symbols: the window of virtual memory that holds
/// one, by its own check. Known windows are tried first, then every one that is mapped.
///
/// Source of the windows: XEN_VIRT_START in xen/include/asm-x86/config.h of Xen 3.0 to 4.20.
final class ImageFinder {
    private static final long[] WINDOWS = {
        0xffff_82d0_4000_0000L, // 4.14 on
        0xffff_82d0_8000_0000L, // 4.4 to 4.13
        0xffff_82c4_c000_0000L, // 4.3
        0xffff_82c4_8000_0000L, // 4.0 to 4.2
        0xffff_828c_8000_0000L, // 3.2 to 3.4
    };

    private static final long SLOT_261 = 0xffff_8280_0000_0000L;
    private static final long WINDOW = 1L << 30;
    private static final int WINDOWS_OF_SLOT = 512;
    private static final long WINDOW_32 = 0xff00_0000L;

    /// Windows that are looked at for a table when no note and no known one has it.
    private static final int MOST_LOOKED_AT = 40;

    /// The image begins at one of these in its window.
    private static final long[] STARTS = {0x20_0000L, 0x10_0000L};

    /// Where reading begins, and how much: an image is smaller than 16 MiB.
    static final long FIRST = 0x10_0000L;

    private static final int BYTES = 15 << 20;
    private static final int BYTES_32 = 11 << 20;

    private final XenMemory memory;
    private final Notes notes;

    ImageFinder(XenMemory memory, Notes notes) {
        this.memory = memory;
        this.notes = notes;
    }

    /// {@return whether it is a 64-bit hypervisor} May look for page-table roots.
    private boolean wide() {
        return memory.reader().space().lastAddress() == -1;
    }

    /// What was found.
    ///
    /// @param image where the image is
    /// @param symbols its table
    /// @param buildId the linker's note in it
    record Found(Fact<XenImage> image, Fact<SymbolTable> symbols, Fact<String> buildId) {}

    Found find() {
        Optional<Candidate> first = Optional.empty();
        List<Long> windows = windows();
        int lookedAt = 0;
        for (long window : windows) {
            Progress.current().check();
            OptionalLong maddr = mapped(window);
            if (maddr.isEmpty() || lookedAt >= MOST_LOOKED_AT) {
                continue;
            }
            lookedAt++;
            byte[] bytes = bytes(window);
            OptionalLong noted = noted();
            Candidate candidate =
                    new Candidate(
                            window,
                            maddr.getAsLong(),
                            noted.isPresent() && noted.getAsLong() == maddr.getAsLong(),
                            BuildId.in(bytes));
            Optional<CompressedSymbols> table =
                    CompressedSymbols.best(
                            CompressedSymbols.find(bytes, window + FIRST),
                            CompressedSymbols.Kind.XEN);
            if (table.isPresent()) {
                return found(candidate, table.get());
            }
            if (first.isEmpty() || better(candidate, first.get())) {
                first = Optional.of(candidate);
            }
        }
        return first.map(this::withoutTable).orElseGet(this::nothing);
    }

    /// A window that is mapped.
    ///
    /// @param virtStart its first address
    /// @param maddr what it maps to
    /// @param isNoted whether CRASH_INFO names that machine address
    /// @param buildId the note of the linker that lies in it
    private record Candidate(
            long virtStart, long maddr, boolean isNoted, Optional<String> buildId) {}

    private static boolean better(Candidate candidate, Candidate than) {
        if (candidate.isNoted() != than.isNoted()) {
            return candidate.isNoted();
        }
        return candidate.buildId().isPresent() && than.buildId().isEmpty();
    }

    private List<Long> windows() {
        Set<Long> windows = new LinkedHashSet<>();
        if (!wide()) {
            windows.add(WINDOW_32);
            return new ArrayList<>(windows);
        }
        notes.vmcoreinfoXen()
                .map(note -> note.symbol("pgd_l4"))
                .filter(OptionalLong::isPresent)
                .ifPresent(symbol -> windows.add(symbol.getAsLong() & -WINDOW));
        for (long window : WINDOWS) {
            windows.add(window);
        }
        for (int i = 0; i < WINDOWS_OF_SLOT; i++) {
            windows.add(SLOT_261 + i * WINDOW);
        }
        // before Xen 3.2 the image lay in the direct map
        windows.add(XenMemory.DIRECT_MAP);
        return new ArrayList<>(windows);
    }

    /// {@return the machine address of a window, if it may hold the image}
    private OptionalLong mapped(long window) {
        for (long start : STARTS) {
            long maddr = memory.reader().space().locate(window + start);
            if (maddr >= 0 && memory.image().holds(maddr)) {
                return OptionalLong.of(maddr - start);
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong noted() {
        return notes.first(CrashInfo.class)
                .map(CrashInfo::xenPhysStart)
                .orElse(OptionalLong.empty());
    }

    /// {@return the image's bytes from {@link #FIRST} on; missing ones as zeros, for looking for
    /// patterns only}
    byte[] bytes(long window) {
        return memory.reader().bytesOrZeros(window + FIRST, wide() ? BYTES : BYTES_32);
    }

    private Found found(Candidate candidate, CompressedSymbols table) {
        String checked =
                table.selfCheck() == CompressedSymbols.SelfCheck.HOLDS
                        ? "; it says where itself lies, and is right"
                        : "; it holds text symbols alone";
        return new Found(
                image(candidate, "the window that holds Xen's table of symbols"),
                Known.at(
                        table.symbols(),
                        table.symbols().source() + checked,
                        memory.at(table.namesAddress())),
                buildId(candidate));
    }

    private Found withoutTable(Candidate candidate) {
        String evidence =
                candidate.isNoted()
                        ? "CRASH_INFO names what this window maps"
                        : candidate.buildId().isPresent()
                                ? "the first mapped window with a build id; assumed"
                                : "the first mapped window; assumed";
        return new Found(
                image(candidate, evidence),
                new Unknown<>(
                        "no table of symbols is in the image at %s, or it is damaged"
                                .formatted(memory.at(candidate.virtStart()))),
                buildId(candidate));
    }

    private static Fact<String> buildId(Candidate candidate) {
        return candidate
                .buildId()
                .<Fact<String>>map(id -> Known.of(id, "the linker's note in Xen's image"))
                .orElseGet(() -> new Unknown<>("Xen's image holds no note of the linker"));
    }

    private Fact<XenImage> image(Candidate candidate, String evidence) {
        XenImage image = new XenImage(candidate.virtStart(), candidate.maddr(), noted());
        return Known.at(
                image,
                image.noted().isEmpty()
                        ? evidence
                        : image.agrees()
                                ? evidence + "; CRASH_INFO agrees"
                                : evidence
                                        + "; CRASH_INFO says "
                                        + Location.hex(image.noted().getAsLong()),
                memory.at(candidate.virtStart()));
    }

    private Found nothing() {
        String why = "no window of Xen's memory is mapped by a page table in the dump";
        return new Found(new Unknown<>(why), new Unknown<>(why), new Unknown<>(why));
    }
}
