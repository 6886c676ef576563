package org.xenoscope.image.elf;

import org.xenoscope.image.MachineRun;
import org.xenoscope.place.HoleReason;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Which machine address a byte of the file holds: route R1 backwards. Where two headers point to
/// the same bytes of the file, the one that starts nearest before the byte answers.
final class FileOrder {
    private final MachineRun[] runs;
    private final long[] offsets;

    FileOrder(List<MachineRun> runs) {
        this.runs = runs.toArray(MachineRun[]::new);
        Arrays.sort(this.runs, Comparator.comparingLong(MachineRun::fileOffset));
        offsets = Arrays.stream(this.runs).mapToLong(MachineRun::fileOffset).toArray();
    }

    /// {@return the machine address stored at a file offset, or the code of `NOT_MEMORY`}
    long machineAddress(long fileOffset) {
        int found = Arrays.binarySearch(offsets, fileOffset);
        int index = found >= 0 ? found : -found - 2;
        // a longer run may enclose a shorter one that starts later; few headers ever overlap in the
        // file
        for (int i = index; i >= 0 && i > index - 64; i--) {
            if (fileOffset - runs[i].fileOffset() < runs[i].bytes()) {
                return runs[i].start() + (fileOffset - runs[i].fileOffset());
            }
        }
        return HoleReason.NOT_MEMORY.code();
    }
}
