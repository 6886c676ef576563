package org.xenoscope.note;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;

import java.util.List;
import java.util.OptionalLong;

/// `Xen` / 0x1000001: what the hypervisor says of itself. Lies behind the notes of CPU 0 whichever
/// CPU crashed.
///
/// @param header where it lies
/// @param wordBytes 8 or 4: the hypervisor's word
/// @param fields every word by its name
/// @param version "4.17.7"
/// @param changeset may be empty text
/// @param compiler as the build recorded it
/// @param compileDate as the build recorded it
/// @param tainted taint bits
/// @param xenPhysStart machine address of the hypervisor's image; Xen 3.3 and later
/// @param frameListList mfn of dom0's pfn_to_mfn_frame_list_list; empty if 0 or all ones
public record CrashInfo(
        NoteHeader header,
        int wordBytes,
        List<Field> fields,
        int major,
        int minor,
        Fact<String> version,
        Fact<String> changeset,
        Fact<String> compiler,
        Fact<String> compileDate,
        long tainted,
        OptionalLong xenPhysStart,
        OptionalLong frameListList)
        implements Note {
    @Override
    public String name() {
        return "CRASH_INFO";
    }
}
