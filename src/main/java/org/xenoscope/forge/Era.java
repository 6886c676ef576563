package org.xenoscope.forge;

/// What a 32-bit dump's notes are, by the time that it was made.
public enum Era {
    /// no note at all
    WITHOUT_NOTES,
    /// October 2006: dom0's CR3 beside each pCPU's registers
    CR3_OF_2006,
    /// the same note, whose word is read as a frame number by some
    FRAME_OF_2006,
    /// Xen 3.0.4: CRASH_REGS and CRASH_INFO
    XEN_3_0_4
}
