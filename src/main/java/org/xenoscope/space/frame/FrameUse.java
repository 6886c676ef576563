package org.xenoscope.space.frame;

import java.util.Optional;

/// What Xen's frame table says of one machine frame.
///
/// @param mfn the frame
/// @param entry hypervisor virtual address of its `page_info`
/// @param owner the domain that owns it, if one does
/// @param kind what that comes to
/// @param countInfo its word count_info
/// @param typeInfo its word type_info
/// @param type what type_info says that the frame is used as
/// @param pinned whether it must stay of that type
/// @param validated whether Xen checked its contents as of that type
/// @param uses how often it is used as that type now
public record FrameUse(
        long mfn,
        long entry,
        Optional<DomainStruct> owner,
        Kind kind,
        long countInfo,
        long typeInfo,
        Type type,
        boolean pinned,
        boolean validated,
        long uses) {
    /// Whose a frame is.
    public enum Kind {
        /// nobody's: free for any domain
        FREE,
        /// a domain's; also what Xen shares with it
        DOMAIN,
        /// Xen's own, or anonymous memory that Xen uses for a domain
        XEN,
        /// what Xen shares with all domains (dom_xen)
        SHARED_BY_XEN,
        /// device memory (dom_io)
        DEVICE
    }

    /// What a frame is used as.
    public enum Type {
        /// nothing that Xen watches
        NONE("none"),
        /// a page table
        L1("L1 table"),
        /// a page table
        L2("L2 table"),
        /// a page table
        L3("L3 table"),
        /// a page table
        L4("L4 table"),
        /// a descriptor table
        SEGMENT("segment descriptors"),
        /// a frame shared among domains
        SHARED("shared"),
        /// memory that its owner may write
        WRITABLE("writable"),
        /// a value that no version uses
        UNKNOWN("unknown");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /// {@return the type in words}
        public String words() {
            return words;
        }
    }

    /// {@return the use in a few words: "dom0, L4 table, pinned, validated, used 2 times"}
    public String words() {
        String whose =
                switch (kind) {
                    case FREE -> "free";
                    case DOMAIN -> owner.map(DomainStruct::name).orElse("a domain");
                    case XEN -> "Xen";
                    case SHARED_BY_XEN -> "Xen, shared with domains (dom_xen)";
                    case DEVICE -> "device memory (dom_io)";
                };
        if (kind == Kind.FREE || type == Type.NONE) {
            return whose;
        }
        StringBuilder words = new StringBuilder(whose).append(", ").append(type.words());
        words.append(pinned ? ", pinned" : "").append(validated ? ", validated" : "");
        return words.append(uses == 1 ? ", used once" : ", used %d times".formatted(uses))
                .toString();
    }
}
