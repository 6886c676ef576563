package org.xenoscope.forge;

import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A small x86_64 machine of 8 MiB at the moment of its crash: Xen 4.17's layout, a PV dom0 with
/// its frames scattered, two pCPUs, and a crash kernel's region that no dump holds.
///
/// Layouts: xen/include/asm-x86/config.h (4.14 and later), xen/include/public/arch-x86/xen.h,
/// arch/x86/include/asm/xen/page.h of Linux 6.1.
public final class PvMachine {
    static final int SIZE = 8 << 20;

    /// First machine address that the crash kernel has, and the first behind it.
    static final long CRASH_KERNEL = 0x50_0000;

    static final long BEHIND_CRASH_KERNEL = 0x60_0000;

    /// Where Xen's image is: its text lies 2 MiB above.
    static final long XEN_PHYS_START = 0x40_0000;

    static final long XEN_VIRT_START = 0xffff_82d0_4000_0000L;
    private static final long IDLE_TABLE = 0x61_0000;
    private static final long M2P_TABLE = 0x62_0000;
    private static final long STRINGS = 0x60_8000;
    private static final long DIRECT = 0xffff_8300_0000_0000L;
    private static final long M2P = 0xffff_8280_0000_0000L;
    private static final long M2P_READ_ONLY = 0xffff_8000_0000_0000L;
    private static final long DOM0_DIRECT = 0xffff_8880_0000_0000L;
    private static final long DOM0_TEXT = 0xffff_ffff_8000_0000L;
    private static final int MAX_PFN = 0x1040;
    private static final int RAM_PFNS = 0x200;
    private static final int TEXT_PFN = 0x1000;
    private static final int TEXT_PFNS = 0x20;

    /// Four pages that are the kernel stack of the task that panicked.
    private static final int STACK_PFN = 0x30;

    /// The same of the idle task of VCPU 0.
    private static final int IDLE_STACK_PFN = 0x34;

    private static final int FOREIGN_PFN = 0x1030;
    private static final long KERNEL_PAGE = 0x0010_0000_0000_0065L;
    private static final long INVALID = -1L;
    private static final long FOREIGN = 1L << 63;
    private static final long IDENTITY = 1L << 62;

    private final MachineMemory memory = new MachineMemory(SIZE);
    private final List<Long> free = new ArrayList<>();
    private final Map<Integer, Long> p2m = new LinkedHashMap<>();
    private final Map<Location, Long> reachable = new LinkedHashMap<>();
    private final Map<Location, HoleReason> holes = new LinkedHashMap<>();
    private long nextXenPage = 0x68_0000;
    private int nextTablePfn = RAM_PFNS - 1;
    private final boolean told;
    private final long frameList;
    private final long kernelRoot;
    private final long processRoot;

    /// Makes the machine; everything in it follows from the seed. Its hypervisor is silent: page
    /// tables and notes, no data of its own.
    public PvMachine(long seed) {
        this(seed, false);
    }

    /// {@return the machine with a hypervisor that tells its side of the crash}
    public static PvMachine withHypervisor(long seed) {
        return new PvMachine(seed, true);
    }

    private PvMachine(long seed, boolean told) {
        this.told = told;
        for (long mfn = 0x100; mfn < CRASH_KERNEL >>> 12; mfn++) {
            free.add(mfn << 12);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = free.size() - 1; i > 0; i--) {
            java.util.Collections.swap(free, i, random.nextInt(i + 1));
        }
        giveFrames();
        PageTables idle = new PageTables(memory, IDLE_TABLE, this::xenPage);
        hypervisor(idle);
        PageTables kernel = new PageTables(memory, tablePage(), this::tablePage);
        kernelRoot = kernel.root();
        dom0(kernel, idle);
        processRoot = process(kernel);
        frameList = publishP2m();
        long shared = sharedInfo();
        contents();
        if (told) {
            hypervisorStory(shared);
        }
        expect();
    }

    /// {@return the machine's memory}
    MachineMemory memory() {
        return memory;
    }

    /// {@return addresses that lead to a machine address, and to which}
    public Map<Location, Long> reachable() {
        return Map.copyOf(reachable);
    }

    /// {@return addresses that lead to no byte, and why}
    public Map<Location, HoleReason> holes() {
        return Map.copyOf(holes);
    }

    /// {@return machine address of the hypervisor's own top table}
    public long idleRoot() {
        return IDLE_TABLE;
    }

    /// {@return machine address of dom0's kernel's own top table}
    public long kernelRoot() {
        return kernelRoot;
    }

    /// {@return machine address of the top table of dom0's one process}
    public long processRoot() {
        return processRoot;
    }

    /// {@return machine frame of dom0's frame list list}
    public long frameListMfn() {
        return frameList >>> 12;
    }

    /// {@return machine address of the m2p's entry of a frame}
    long m2pEntry(long mfn) {
        return M2P_TABLE + 8 * mfn;
    }

    /// {@return machine address of a frame that dom0 has}
    private long frame(int pfn) {
        Long maddr = p2m.get(pfn);
        if (maddr == null) {
            throw new IllegalArgumentException("dom0 has no frame 0x%x".formatted(pfn));
        }
        return maddr;
    }

    private long take() {
        return free.removeLast();
    }

    private long xenPage() {
        long page = nextXenPage;
        nextXenPage += MachineMemory.PAGE;
        return page;
    }

    /// dom0's page tables lie in frames of its own.
    private long tablePage() {
        return frame(nextTablePfn--);
    }

    private void giveFrames() {
        for (int pfn = 0; pfn < RAM_PFNS; pfn++) {
            if (pfn < 0x9f || pfn > 0xff) {
                p2m.put(pfn, take());
            }
        }
        for (int pfn = TEXT_PFN; pfn < TEXT_PFN + TEXT_PFNS; pfn++) {
            p2m.put(pfn, take());
        }
    }

    private void hypervisor(PageTables idle) {
        idle.slot(258, IDLE_TABLE | 0x63);
        for (int page = 0; page < 64; page++) {
            long offset = 0x20_0000 + (long) page * MachineMemory.PAGE;
            idle.map(XEN_VIRT_START + offset, XEN_PHYS_START + offset, page < 8 ? 0x121 : 0x163);
        }
        for (long maddr = 0; maddr < SIZE; maddr += 2 << 20) {
            idle.mapLarge(DIRECT + maddr, maddr, 0x63);
        }
        for (int mfn = 0; mfn < memory.frames(); mfn++) {
            memory.u64(M2P_TABLE + 8L * mfn, INVALID);
        }
        mapM2p(idle, M2P, 0x163);
        p2m.forEach((pfn, maddr) -> memory.u64(M2P_TABLE + 8 * (maddr >>> 12), pfn));
    }

    private void mapM2p(PageTables tables, long vaddr, long flags) {
        for (long offset = 0; offset < 8L * memory.frames(); offset += MachineMemory.PAGE) {
            tables.map(vaddr + offset, M2P_TABLE + offset, flags);
        }
    }

    private void dom0(PageTables kernel, PageTables idle) {
        kernel.slot(258, kernelRoot | 0x63);
        kernel.slot(260, xenPage() | 0x63);
        kernel.slot(261, idle.slot(261));
        kernel.slot(262, idle.slot(262));
        mapM2p(new PageTables(memory, kernelRoot, this::xenPage), M2P_READ_ONLY, 0x25);
        p2m.forEach(
                (pfn, maddr) -> {
                    kernel.map(DOM0_DIRECT + ((long) pfn << 12), maddr, KERNEL_PAGE | 2);
                    if (pfn >= TEXT_PFN) {
                        kernel.map(DOM0_TEXT + ((long) pfn << 12), maddr, KERNEL_PAGE);
                    }
                });
        if (told) {
            mapStack(kernel, KernelCode.STACK, STACK_PFN);
            mapStack(kernel, KernelCode.IDLE_STACK, IDLE_STACK_PFN);
        }
    }

    private void mapStack(PageTables kernel, long vaddr, int firstPfn) {
        for (int page = 0; page < 4; page++) {
            kernel.map(vaddr + ((long) page << 12), frame(firstPfn + page), KERNEL_PAGE | 2);
        }
    }

    /// A process shares the kernel half and has one page of its own.
    private long process(PageTables kernel) {
        PageTables process = new PageTables(memory, tablePage(), this::tablePage);
        for (int slot = 256; slot < 512; slot++) {
            process.slot(slot, kernel.slot(slot));
        }
        process.slot(258, process.root() | 0x63);
        process.map(0x40_0000, frame(0x20), 0x25);
        return process.root();
    }

    private long publishP2m() {
        long top = tablePage();
        long list = tablePage();
        memory.u64(top, list >>> 12);
        for (int leaf = 0; leaf < 512; leaf++) {
            memory.u64(list + 8L * leaf, INVALID);
            if (leaf > 0) {
                memory.u64(top + 8L * leaf, INVALID);
            }
        }
        for (int first = 0; first < MAX_PFN; first += 512) {
            if (first > 0 && first < TEXT_PFN) {
                continue;
            }
            long page = tablePage();
            memory.u64(list + 8L * (first / 512), page >>> 12);
            for (int i = 0; i < 512; i++) {
                memory.u64(page + 8L * i, word(first + i));
            }
        }
        return top;
    }

    private long word(int pfn) {
        if (p2m.containsKey(pfn)) {
            return frame(pfn) >>> 12;
        }
        if (pfn == FOREIGN_PFN) {
            return FOREIGN | 0x7ff;
        }
        return pfn >= 0x9f && pfn <= 0xff ? IDENTITY | pfn : INVALID;
    }

    /// {@return machine address of the page}
    private long sharedInfo() {
        long page = xenPage();
        memory.u64(page + 0xc10, MAX_PFN);
        memory.u64(page + 0xc18, frameList >>> 12);
        memory.u64(page + 0xc28, kernelRoot);
        memory.u64(page + 0xc30, 0);
        return page;
    }

    private void contents() {
        List<Integer> used = new ArrayList<>(p2m.keySet());
        used.removeIf(pfn -> pfn > nextTablePfn && pfn < RAM_PFNS);
        for (int pfn : used) {
            long maddr = frame(pfn);
            memory.text(
                    maddr, "dom0 pfn 0x%x is machine frame 0x%x\n".formatted(pfn, maddr >>> 12));
        }
        memory.text(
                frame(TEXT_PFN + 8) + 0x40,
                "Linux version 6.1.0-sample (forge@xenoscope) #1 SMP PREEMPT_DYNAMIC\n");
        kernelStory();
        memory.text(0x60_0000, "Xen's text begins here");
        memory.text(STRINGS, "-sample\0");
        memory.text(STRINGS + 0x10, "0123456789ab\0");
        memory.text(STRINGS + 0x20, "gcc (forged) 12.2.0\0");
        memory.text(STRINGS + 0x40, "Wed Nov  4 16:52:28 UTC 2026\0");
        memory.text(STRINGS + 0x60, "16:52:28\0");
        memory.text(0x7f_f000, "a page that another domain owns");
    }

    /// The data of dom0's kernel, behind the pages of its text and the one with its banner.
    private void kernelStory() {
        int first = TEXT_PFN + 9;
        long banner = DOM0_TEXT + ((TEXT_PFN + 8L) << 12) + 0x40;
        int pfn =
                p2m.entrySet().stream()
                        .filter(entry -> entry.getValue() == processRoot)
                        .mapToInt(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        long table = DOM0_DIRECT + ((long) pfn << 12);
        byte[] story = new KernelStory(DOM0_TEXT + ((long) first << 12), banner, table).bytes();
        for (int offset = 0; offset < story.length; offset += MachineMemory.PAGE) {
            memory.bytes(
                    frame(first + offset / MachineMemory.PAGE),
                    Arrays.copyOfRange(story, offset, offset + MachineMemory.PAGE));
        }
    }

    private void hypervisorStory(long shared) {
        long panic = KernelCode.write(memory, this::frame, TEXT_PFN, STACK_PFN, IDLE_STACK_PFN);
        new HypervisorStory(
                memory,
                new HypervisorStory.Guest(
                        p2m.size(),
                        shared,
                        kernelRoot,
                        processRoot,
                        DOM0_TEXT + KernelCode.HYPERCALL,
                        panic,
                        KernelCode.idle()));
    }

    private void expect() {
        p2m.forEach(
                (pfn, maddr) -> {
                    long offset = (long) pfn << 12;
                    reachable.put(new Location(SpaceId.DOM0_PHYSICAL, offset), maddr);
                    reachable.put(new Location(SpaceId.DOM0, DOM0_DIRECT + offset + 8), maddr + 8);
                    reachable.put(new Location(SpaceId.XEN, DIRECT + maddr), maddr);
                });
        for (int pfn = TEXT_PFN; pfn < TEXT_PFN + TEXT_PFNS; pfn++) {
            long vaddr = DOM0_TEXT + ((long) pfn << 12) + 0xfff;
            reachable.put(new Location(SpaceId.DOM0, vaddr), frame(pfn) + 0xfff);
        }
        reachable.put(new Location(SpaceId.XEN, XEN_VIRT_START + 0x20_0000), 0x60_0000L);
        reachable.put(new Location(SpaceId.DOM0_PHYSICAL, (long) FOREIGN_PFN << 12), 0x7f_f000L);
        reachable.put(new Location(SpaceId.DOM0_PHYSICAL, 0x9f000), 0x9f000L);
        reachable.put(new Location(SpaceId.MACHINE, 0x9fbff), 0x9fbffL);
        holes.put(new Location(SpaceId.MACHINE, 0x9fc00), HoleReason.NOT_IN_DUMP);
        holes.put(new Location(SpaceId.MACHINE, CRASH_KERNEL), HoleReason.NOT_IN_DUMP);
        holes.put(new Location(SpaceId.XEN, DIRECT + CRASH_KERNEL), HoleReason.NOT_IN_DUMP);
        holes.put(new Location(SpaceId.XEN, DIRECT + SIZE), HoleReason.NOT_PRESENT);
        holes.put(new Location(SpaceId.DOM0, 0x40_0000), HoleReason.NOT_PRESENT);
        holes.put(new Location(SpaceId.DOM0, 0x8000_0000_0000L), HoleReason.NON_CANONICAL);
        holes.put(new Location(SpaceId.DOM0_PHYSICAL, 0xa0000), HoleReason.NOT_IN_DUMP);
        holes.put(new Location(SpaceId.DOM0_PHYSICAL, 0x20_0000), HoleReason.INVALID_P2M);
        holes.put(
                new Location(SpaceId.DOM0_PHYSICAL, (long) MAX_PFN << 12),
                HoleReason.BEYOND_MAX_PFN);
    }

    /// {@return whether its hypervisor has data of its own}
    boolean told() {
        return told;
    }

    /// {@return machine address of the strings that CRASH_INFO points to}
    long strings() {
        return STRINGS;
    }
}
