package org.xenoscope.xen;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What Xen printed: the text of its console ring, oldest line first.
///
/// @param text the text as the ring has it, read as ISO 8859-1; without the line that was half
///   overwritten
/// @param ring virtual address of the ring
/// @param ringBytes its size
/// @param written bytes ever written, modulo 2^32; -1 if that was not found
/// @param wrapped whether older text was overwritten
public record Console(String text, long ring, int ringBytes, long written, boolean wrapped) {

    /// {@return its lines, without their ends}
    public List<String> lines() {
        return text.lines().toList();
    }

    /// {@return the text as bytes, as the ring has them}
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
