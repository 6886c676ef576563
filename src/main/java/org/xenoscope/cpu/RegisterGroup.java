package org.xenoscope.cpu;

import java.util.List;

/// Registers that belong together.
///
/// @param name "General registers", "Control registers", "Segment registers"
/// @param source where they were read: "NT_PRSTATUS at file:0x1014"
/// @param registers the registers
public record RegisterGroup(String name, String source, List<Register> registers) {}
