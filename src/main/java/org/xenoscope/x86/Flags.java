package org.xenoscope.x86;

import java.util.ArrayList;
import java.util.List;

/// Names of the bits of flags, control registers, EFER and page-fault error codes. Source: Intel
/// SDM volume 3A, sections 2.2.1, 2.3, 2.5 and 4.7.
public enum Flags {
    /// rflags, eflags
    STATUS(
            "CF 0", "PF 2", "AF 4", "ZF 6", "SF 7", "TF 8", "IF 9", "DF 10", "OF 11", "NT 14",
            "RF 16", "VM 17", "AC 18", "VIF 19", "VIP 20", "ID 21"),
    /// cr0
    CR0(
            "PE 0", "MP 1", "EM 2", "TS 3", "ET 4", "NE 5", "WP 16", "AM 18", "NW 29", "CD 30",
            "PG 31"),
    /// cr4
    CR4(
            "VME 0",
            "PVI 1",
            "TSD 2",
            "DE 3",
            "PSE 4",
            "PAE 5",
            "MCE 6",
            "PGE 7",
            "PCE 8",
            "OSFXSR 9",
            "OSXMMEXCPT 10",
            "UMIP 11",
            "LA57 12",
            "VMXE 13",
            "SMXE 14",
            "FSGSBASE 16",
            "PCIDE 17",
            "OSXSAVE 18",
            "SMEP 20",
            "SMAP 21",
            "PKE 22",
            "CET 23",
            "PKS 24"),
    /// model-specific register 0xc0000080
    EFER("SCE 0", "LME 8", "LMA 10", "NXE 11", "SVME 12", "LMSLE 13", "FFXSR 14"),
    /// error code of a page fault: present, write, user, reserved bit, instruction fetch,
    /// protection key, shadow stack
    PAGE_FAULT("P 0", "W 1", "U 2", "RSVD 3", "I 4", "PK 5", "SS 6");

    private final String table;

    Flags(String... names) {
        table = String.join(",", names);
    }

    /// {@return the names of the bits that are set, lowest first}
    public List<String> of(long value) {
        List<String> set = new ArrayList<>();
        for (String entry : table.split(",", -1)) {
            int blank = entry.indexOf(' ');
            int bit = Integer.parseInt(entry.substring(blank + 1));
            if ((value >>> bit & 1) != 0) {
                set.add(entry.substring(0, blank));
            }
        }
        return List.copyOf(set);
    }
}
