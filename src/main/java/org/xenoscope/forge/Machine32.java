package org.xenoscope.forge;

import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A 32-bit machine of 16 MiB as Xen 3.0 left it: the hypervisor and a PV dom0 share one top table,
/// and dom0's frames lie scattered.
///
/// Layouts: xen/include/asm-x86/config.h and xen/include/public/arch-x86_32.h of Xen 3.0.4.
public final class Machine32 {
    private static final int SIZE = 16 << 20;
    private static final long XEN_DIRECT = 0xff00_0000L;
    private static final long XEN_DIRECT_END = 0xffc0_0000L;
    private static final long DOM0_DIRECT = 0xc000_0000L;
    private static final int RAM_PFNS = 0x300;
    private static final int FOREIGN_PFN = 0x301;
    private static final int IDENTITY_PFN = 0x302;
    private static final int MAX_PFN = 0x310;
    private static final long INVALID = 0xffff_ffffL;
    private static final long FOREIGN = 1L << 31;
    private static final long IDENTITY = 1L << 30;

    private final MachineMemory memory = new MachineMemory(SIZE);
    private final List<Long> free = new ArrayList<>();
    private final long[] p2m = new long[RAM_PFNS];
    private final long[] m2p = new long[SIZE / MachineMemory.PAGE / 1024];
    private final Map<Location, Long> reachable = new LinkedHashMap<>();
    private final Map<Location, HoleReason> holes = new LinkedHashMap<>();
    private final boolean pae;
    private final PageTables32 tables;
    private final long frameRoot;
    private final long frameList;

    /// Makes the machine; everything in it follows from the seed.
    ///
    /// @param pae whether its page tables have three levels and 64-bit entries, else two and 32-bit
    ///   ones
    public Machine32(boolean pae, long seed) {
        this.pae = pae;
        for (long mfn = 0x400; mfn < 0xf00; mfn++) {
            free.add(mfn << 12);
        }
        Collections.shuffle(free, new Random(seed));
        tables = new PageTables32(memory, pae, free::removeLast);
        for (long vaddr = XEN_DIRECT; vaddr < XEN_DIRECT_END; vaddr += tables.largeBytes()) {
            tables.mapLarge(vaddr, vaddr - XEN_DIRECT, 0x63);
        }
        hypervisor();
        dom0();
        frameRoot = tables.onWholePage();
        frameList = publishP2m();
        sharedInfo();
        expect();
    }

    /// {@return the machine's memory}
    MachineMemory memory() {
        return memory;
    }

    /// {@return whether it has PAE}
    boolean pae() {
        return pae;
    }

    /// {@return addresses that lead to a machine address, and to which}
    public Map<Location, Long> reachable() {
        return Map.copyOf(reachable);
    }

    /// {@return addresses that lead to no byte, and why}
    public Map<Location, HoleReason> holes() {
        return Map.copyOf(holes);
    }

    /// {@return machine address of the top table; with PAE a multiple of 32}
    public long root() {
        return tables.root();
    }

    /// {@return machine address of the same top table, or of a copy, that starts a page}
    public long frameRoot() {
        return frameRoot;
    }

    /// {@return machine frame of dom0's frame list list}
    public long frameListMfn() {
        return frameList >>> 12;
    }

    /// The m2p, mapped for Xen to write and for dom0 to read.
    private void hypervisor() {
        for (int page = 0; page < m2p.length; page++) {
            m2p[page] = free.removeLast();
            for (int word = 0; word < 1024; word++) {
                memory.u32(m2p[page] + 4L * word, INVALID);
            }
            long offset = (long) page * MachineMemory.PAGE;
            tables.map((pae ? 0xfc80_0000L : 0xfdc0_0000L) + offset, m2p[page], 0x63);
            tables.map((pae ? 0xf580_0000L : 0xfc00_0000L) + offset, m2p[page], 0x25);
        }
    }

    private void dom0() {
        for (int pfn = 0; pfn < RAM_PFNS; pfn++) {
            long maddr = free.removeLast();
            long mfn = maddr >>> 12;
            p2m[pfn] = mfn;
            memory.text(maddr, "dom0 pfn 0x%x is machine frame 0x%x\n".formatted(pfn, mfn));
            tables.map(DOM0_DIRECT + ((long) pfn << 12), maddr, 0x67);
            memory.u32(m2p[(int) (mfn / 1024)] + 4 * (mfn % 1024), pfn);
        }
    }

    private long publishP2m() {
        long top = free.removeLast();
        long list = free.removeLast();
        long leaf = free.removeLast();
        memory.u32(top, list >>> 12);
        memory.u32(list, leaf >>> 12);
        for (int pfn = 0; pfn < 1024; pfn++) {
            memory.u32(leaf + 4L * pfn, pfn < RAM_PFNS ? p2m[pfn] : INVALID);
        }
        memory.u32(leaf + 4L * FOREIGN_PFN, FOREIGN | 0xabc);
        memory.u32(leaf + 4L * IDENTITY_PFN, IDENTITY | 0xdef);
        return top;
    }

    private void sharedInfo() {
        long page = free.removeLast();
        memory.u32(page + 0x90c, MAX_PFN);
        memory.u32(page + 0x910, frameList >>> 12);
    }

    private void expect() {
        for (int pfn = 0; pfn < RAM_PFNS; pfn++) {
            long maddr = p2m[pfn] << 12;
            long offset = (long) pfn << 12;
            reachable.put(new Location(SpaceId.DOM0_PHYSICAL, offset), maddr);
            reachable.put(new Location(SpaceId.DOM0, DOM0_DIRECT + offset + 8), maddr + 8);
        }
        reachable.put(new Location(SpaceId.XEN, XEN_DIRECT + 0x12_3456), 0x12_3456L);
        reachable.put(new Location(SpaceId.DOM0_PHYSICAL, (long) FOREIGN_PFN << 12), 0xab_c000L);
        reachable.put(new Location(SpaceId.DOM0_PHYSICAL, (long) IDENTITY_PFN << 12), 0xde_f000L);
        holes.put(new Location(SpaceId.DOM0, 0xb000_0000L), HoleReason.NOT_PRESENT);
        holes.put(new Location(SpaceId.DOM0_PHYSICAL, 0x30_3000), HoleReason.INVALID_P2M);
        holes.put(new Location(SpaceId.DOM0_PHYSICAL, 0x8000_0000L), HoleReason.BEYOND_MAX_PFN);
    }
}
