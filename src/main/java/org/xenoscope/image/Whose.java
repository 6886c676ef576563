package org.xenoscope.image;

/// Whose memory a dump holds, as far as its container tells.
public enum Whose {
    /// a machine, real or virtual: what its addresses name is what its page tables name
    MACHINE("a machine"),
    /// one PV domain: machine frames, but those of nobody else; neither Xen nor dom0
    PV_DOMAIN("one PV domain (xl dump-core): no hypervisor, no dom0, no physical CPUs"),
    /// one HVM or PVH domain, which is a machine to itself: its frames are the guest's own
    HVM_DOMAIN("one HVM or PVH domain (xl dump-core); its machine addresses are the guest's own");

    private final String words;

    Whose(String words) {
        this.words = words;
    }

    /// {@return whose it is, in words that follow "a dump of"}
    public String words() {
        return words;
    }
}
