package org.xenoscope.linux;

import org.xenoscope.place.Location;

/// A file that a process had open.
///
/// @param descriptor its number in the process
/// @param where its `struct file`
/// @param path its path, or `pipefs:[5123]` for what has none
/// @param mode the inode's kind and permissions (`i_mode`); 0 if not read
public record OpenFile(int descriptor, Location where, String path, int mode) {

    /// {@return what it is, as `crash` names it: `REG`, `DIR`, `CHR`, `BLK`, `FIFO`, `SOCK`, `LNK`}
    public String kind() {
        return switch (mode >> 12 & 15) {
            case 1 -> "FIFO";
            case 2 -> "CHR";
            case 4 -> "DIR";
            case 6 -> "BLK";
            case 8 -> "REG";
            case 10 -> "LNK";
            case 12 -> "SOCK";
            default -> "?";
        };
    }
}
