package org.xenoscope.note;

import java.util.Optional;

/// The notes of one pCPU.
///
/// @param index number of the pCPU by the order of the notes, from 0
/// @param status its general registers
/// @param controls its control registers
public record CpuNotes(int index, Optional<PrStatus> status, Optional<CrashRegs> controls) {}
