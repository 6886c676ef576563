package org.xenoscope.window.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/// The words and keys that the help explains.
final class Glossary {
    /// Terms of the field and their meaning.
    static final Map<String, String> WORDS = words();

    /// Keys of the bytes, which are no actions.
    static final Map<String, String> MEMORY_KEYS = memoryKeys();

    /// Parts that come with the program, and their licences.
    static final Map<String, String> PARTS = parts();

    private Glossary() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("vmcore", "The file that kdump saves: an ELF core with memory and notes.");
        words.put("PT_LOAD", "A piece of memory in the dump; p_paddr is its machine address.");
        words.put("note", "Owner name, type and bytes; only owner and type say what it is.");
        words.put("NT_PRSTATUS", "General registers of one pCPU, as Xen saved them.");
        words.put("CRASH_REGS", "Control registers of one pCPU.");
        words.put("CRASH_INFO", "Facts about Xen: version, addresses, dom0's p2m.");
        words.put("VMCOREINFO", "Facts about dom0's kernel, as key=value; often absent.");
        words.put("VMCOREINFO_XEN", "Facts about Xen, as key=value.");
        words.put("pCPU", "A physical CPU, by which the notes are indexed.");
        words.put("VCPU", "A virtual CPU of a domain; all that dom0 knows.");
        words.put("idle VCPU", "What a pCPU runs when no other VCPU wants it.");
        words.put("dom0, domU", "The domain that Xen starts to control the machine; any other.");
        words.put("PV", "A guest that knows Xen and owns its page tables.");
        words.put("HVM, PVH", "A guest in hardware virtualisation; the same without devices.");
        words.put("machine address, MFN", "An address of real RAM; its frame number.");
        words.put("PFN", "Frame number in the linear memory that a PV guest believes in.");
        words.put("GFN", "Frame number as a guest writes it in its page tables.");
        words.put("p2m", "Table PFN to MFN; the guest keeps it (PV), or Xen (HVM, PVH).");
        words.put("M2P", "Xen's table MFN to PFN.");
        words.put("root, cr3", "The top page table of an address space; the register with it.");
        words.put("L4 … L1", "Levels of page tables from the top to the bottom.");
        words.put("PAE", "Three-level tables of 32-bit x86 with 64-bit entries.");
        words.put("canonical", "A 48-bit address sign-extended to 64 bits.");
        words.put("shared info", "A page shared by Xen and a domain; it publishes the p2m.");
        words.put("hole", "Bytes that the dump does not have, and why.");
        words.put("finding", "Something in the dump that is damaged or contradicts itself.");
        return words;
    }

    private static Map<String, String> memoryKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("Ctrl+↓", "Next readable memory");
        keys.put("Ctrl+↑", "Readable memory before");
        keys.put("Home", "First byte of the row");
        keys.put("End", "Last byte of the row");
        keys.put("Ctrl+Home", "First byte of the space");
        keys.put("Ctrl+End", "Last byte of the space");
        keys.put("Shift+↓", "Select");
        keys.put("Ctrl+C", "Copy the selected bytes");
        return keys;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("OpenJFX", "GPL-2.0 with the classpath exception");
        parts.put("ControlsFX", "BSD-3-Clause");
        parts.put("RichTextFX, Flowless, ReactFX", "BSD-2-Clause");
        parts.put("picocli, Jackson, aircompressor", "Apache-2.0");
        parts.put("Inter, JetBrains Mono", "SIL Open Font License 1.1");
        return parts;
    }
}
