package org.xenoscope.space.p2m;

import org.jspecify.annotations.Nullable;

/// Where the entries of a domain's p2m are: one of the forms in which a PV domain publishes them.
public sealed interface EntryList permits FrameList, LinearList {
    /// {@return bytes of an entry}
    int wordBytes();

    /// {@return the machine frame that the list starts from}
    long rootMfn();

    /// Finds the entry of a frame.
    ///
    /// @param listener told each step; null if nobody listens, and then nothing is allocated
    /// @return machine address of the entry, or a negative {@link
    ///   org.xenoscope.place.HoleReason#code}: `INVALID_P2M` for a range that has no page of
    ///   entries, `BEYOND_MAX_PFN` beyond the reach of the list
    long entryAddress(long pfn, P2m.@Nullable Listener listener);

    /// {@return the last pfn of the range around `pfn` that one missing table leaves without
    /// entries; `pfn` itself if its entry can be found}
    long lastWithoutTable(long pfn);

    /// Reads the entry at the address that {@link #entryAddress} gave.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException if the dump does not hold it
    long word(long at);
}
