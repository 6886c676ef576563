package org.xenoscope.place;

import java.util.Locale;

/// The name of an address space of a dump: what stands before the colon of a {@link Location}.
///
/// @param kind what addresses of the space mean
/// @param domain domain number for the kinds that belong to a domain, else 0
/// @param detail process number of {@link Kind#TASK}, CR3 value of {@link Kind#ROOT}, else 0
public record SpaceId(Kind kind, int domain, long detail) {

    /// What an address of a space is.
    public enum Kind {
        /// a byte number in the dump file
        FILE,
        /// an address on the memory bus (maddr)
        MACHINE,
        /// a virtual address of the hypervisor
        XEN,
        /// a virtual address of a domain's kernel
        DOMAIN_VIRTUAL,
        /// a pseudo-physical address of a domain
        DOMAIN_PHYSICAL,
        /// a virtual address of a process of a domain
        TASK,
        /// a virtual address through a page-table root that a person typed
        ROOT
    }

    /// The dump file itself.
    public static final SpaceId FILE = new SpaceId(Kind.FILE, 0, 0);

    /// The machine's memory.
    public static final SpaceId MACHINE = new SpaceId(Kind.MACHINE, 0, 0);

    /// The hypervisor's virtual memory.
    public static final SpaceId XEN = new SpaceId(Kind.XEN, 0, 0);

    /// dom0's kernel virtual memory.
    public static final SpaceId DOM0 = new SpaceId(Kind.DOMAIN_VIRTUAL, 0, 0);

    /// dom0's pseudo-physical memory.
    public static final SpaceId DOM0_PHYSICAL = new SpaceId(Kind.DOMAIN_PHYSICAL, 0, 0);

    /// {@return the name as written before an address: `dom0-physical`, `dom0/327`,
    /// `root:0x12a10000`}
    public String text() {
        return switch (kind) {
            case FILE -> "file";
            case MACHINE -> "machine";
            case XEN -> "xen";
            case DOMAIN_VIRTUAL -> "dom" + domain;
            case DOMAIN_PHYSICAL -> "dom" + domain + "-physical";
            case TASK -> "dom" + domain + "/" + detail;
            case ROOT -> "root:0x" + Long.toHexString(detail);
        };
    }

    /// Reads a name as {@link #text} writes it, in any case.
    ///
    /// @param text the part before the colon that precedes the address
    /// @throws IllegalArgumentException with one sentence, if it names no space
    public static SpaceId parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (name.equals("file")) {
            return FILE;
        }
        if (name.equals("machine")) {
            return MACHINE;
        }
        if (name.equals("xen")) {
            return XEN;
        }
        if (name.startsWith("root:")) {
            return new SpaceId(Kind.ROOT, 0, Location.parseAddress(name.substring(5)));
        }
        if (name.startsWith("dom")) {
            return parseDomain(name.substring(3), text);
        }
        throw unknown(text);
    }

    private static SpaceId parseDomain(String rest, String text) {
        int end = 0;
        while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
            end++;
        }
        if (end == 0 || end > 5) {
            throw unknown(text);
        }
        int domain = Integer.parseInt(rest.substring(0, end));
        String suffix = rest.substring(end);
        if (suffix.isEmpty()) {
            return new SpaceId(Kind.DOMAIN_VIRTUAL, domain, 0);
        }
        if (suffix.equals("-physical")) {
            return new SpaceId(Kind.DOMAIN_PHYSICAL, domain, 0);
        }
        if (suffix.matches("/[0-9]{1,9}")) {
            return new SpaceId(Kind.TASK, domain, Long.parseLong(suffix.substring(1)));
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "\"%s\" names no space; known are file, machine, xen, domN, domN-physical, domN/PID and root:0xCR3"
                        .formatted(text.strip()));
    }

    @Override
    public String toString() {
        return text();
    }
}
