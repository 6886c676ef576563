package org.xenoscope.x86;

/// What segment selectors mean under Xen and Linux.
///
/// Sources: xen/include/asm-x86/x86_64/page.h, public/arch-x86/xen-x86_64.h and xen-x86_32.h; Linux
/// arch/x86/include/asm/segment.h (unchanged since 2.6 on x86_64).
public final class Selectors {
    /// Code of Xen itself.
    public static final int XEN_CODE = 0xe008;

    /// Data of Xen itself.
    public static final int XEN_DATA = 0xe010;

    /// Code of a 64-bit PV guest as Xen gives it.
    public static final int GUEST_CODE = 0xe033;

    /// The same in what a guest kernel is told: Xen clears the ring.
    public static final int GUEST_CODE_RING_0 = 0xe030;

    /// 64-bit user code of Linux.
    public static final int USER_CODE = 0x33;

    private Selectors() {}

    /// {@return what a selector is, with its ring; empty if it is no known one}
    ///
    /// @param wordBytes 8 for x86_64, 4 for i386
    public static String name(long value, int wordBytes) {
        String ring = ", ring " + (value & 3);
        if (value == 0) {
            return "none";
        }
        return wordBytes < 8 ? name32((int) value, ring) : name64((int) value, ring);
    }

    private static String name64(int value, String ring) {
        return switch (value) {
            case XEN_CODE -> "Xen code" + ring;
            case XEN_DATA -> "Xen data" + ring;
            case GUEST_CODE, GUEST_CODE_RING_0 -> "64-bit guest code" + ring;
            case 0xe02b, 0xe028 -> "64-bit guest data" + ring;
            case 0xe023 -> "32-bit guest code" + ring;
            case 0xe019, 0x61 -> "32-bit guest kernel code" + ring;
            case 0xe021, 0x69 -> "32-bit guest kernel data" + ring;
            case 0x10 -> "kernel code" + ring;
            case 0x18 -> "kernel data" + ring;
            case 0x23 -> "32-bit user code" + ring;
            case 0x2b -> "user data" + ring;
            case USER_CODE -> "64-bit user code" + ring;
            case 0x73 -> "32-bit guest user code" + ring;
            case 0x7b -> "32-bit guest user data" + ring;
            default -> "";
        };
    }

    private static String name32(int value, String ring) {
        return switch (value) {
            case XEN_CODE -> "Xen code" + ring;
            case XEN_DATA -> "Xen data" + ring;
            case 0xe019 -> "guest kernel code" + ring;
            case 0xe021 -> "guest kernel data" + ring;
            case 0xe02b -> "guest user code" + ring;
            case 0xe033 -> "guest user data" + ring;
            case 0x60, 0x61 -> "kernel code" + ring;
            case 0x68, 0x69 -> "kernel data" + ring;
            case 0x73 -> "user code" + ring;
            case 0x7b -> "user data" + ring;
            default -> "";
        };
    }
}
