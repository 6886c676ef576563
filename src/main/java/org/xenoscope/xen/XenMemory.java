package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;

/// The hypervisor's memory, read by those who look for structures in it.
final class XenMemory {
    /// Xen's part of 64-bit addresses, of which it gives none to guests: config.h of Xen 3.0 to
    /// 4.22.
    private static final long START = 0xffff_8280_0000_0000L;

    private static final long END = 0xffff_8800_0000_0000L;

    /// Where all machine memory is mapped one to one, in builds without big memory.
    static final long DIRECT_MAP = 0xffff_8300_0000_0000L;

    private static final long PAGE = 0xfff;

    /// Bits of a page-table entry that name a frame.
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    /// Slot of the linear page table, which maps the table itself.
    private static final int SELF = 258;

    private final Image image;
    private final SpaceReader reader;

    XenMemory(Image image, Spaces spaces) {
        this.image = image;
        this.reader = new SpaceReader(spaces.get(SpaceId.XEN));
    }

    Image image() {
        return image;
    }

    SpaceReader reader() {
        return reader;
    }

    Location at(long vaddr) {
        return reader.at(vaddr);
    }

    /// {@return whether a number can be an address of Xen's own data}
    static boolean isPointer(long value) {
        return Long.compareUnsigned(value, START) >= 0 && Long.compareUnsigned(value, END) < 0;
    }

    /// {@return whether a number can be the address of a structure that fills its page}
    static boolean isPagePointer(long value) {
        return isPointer(value) && (value & PAGE) == 0;
    }

    /// {@return the number at an address, 0 if it is missing} For what must be true of it and is
    /// false of 0; never for what is shown.
    long peek64(long vaddr) {
        try {
            return reader.u64(vaddr);
        } catch (UnreadableException _) {
            return 0;
        }
    }

    /// {@return the number at an address, all ones if it is missing} As {@link #peek64}.
    int peek32(long vaddr) {
        try {
            return reader.s32(vaddr);
        } catch (UnreadableException _) {
            return -1;
        }
    }

    /// {@return the number at an address, 0xffff if it is missing} As {@link #peek64}.
    int peek16(long vaddr) {
        try {
            return reader.u16(vaddr);
        } catch (UnreadableException _) {
            return 0xffff;
        }
    }

    /// {@return whether the frame of that number is a top table that maps itself}
    boolean isRoot(long mfn) {
        if (mfn <= 0 || mfn >= 1L << 40) {
            return false;
        }
        try {
            long entry = image.u64((mfn << 12) + 8L * SELF);
            return (entry & 1) != 0 && (entry & FRAME) == mfn << 12;
        } catch (UnreadableException _) {
            return false;
        }
    }

    /// {@return the address in a value of cr3}
    static long root(long cr3) {
        return cr3 & FRAME;
    }
}
