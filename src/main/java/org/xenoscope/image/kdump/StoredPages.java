package org.xenoscope.image.kdump;

import org.jspecify.annotations.Nullable;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.image.Origin;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Severity;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/// Pages as their descriptors say, decompressed when asked for.
///
/// There is no reading ahead: pages that are neighbours in memory are neighbours in the file, which
/// the system reads ahead, and one core decompresses a gigabyte of them in a second.
final class StoredPages implements AutoCloseable {
    /// Damaged pages that become findings; every one is a hole.
    private static final int MOST_FINDINGS = 16;

    private final KdumpParts parts;
    private final int pageBytes;
    private final PageCache cache;
    private final PageDecoder decoder = new PageDecoder();
    private final Map<Long, Finding> damaged = new ConcurrentSkipListMap<>();

    StoredPages(KdumpParts parts) {
        this.parts = parts;
        pageBytes = parts.main().header().blockBytes();
        cache = new PageCache(pageBytes);
    }

    /// {@return the page of a frame; nobody may change it}
    ///
    /// @param maddr the address that was asked for, for the sentence of a hole
    /// @throws UnreadableException with the hole, if the frame is missing or damaged
    byte[] page(long frame, long maddr) {
        byte[] kept = cache.find(frame);
        return kept != null ? kept : load(frame, maddr);
    }

    private byte[] load(long frame, long maddr) {
        // the descriptor of a frame that is not in the dump would be that of the next one that is
        if (Stretches.missing(parts, frame) != 0) {
            throw new UnreadableException(Stretches.hole(parts, frame, maddr));
        }
        int part = parts.index(frame);
        KdumpFile file = parts.get(part);
        PageDescriptor descriptor = descriptor(file, frame);
        Codec codec = codec(file, frame, descriptor);
        byte[] page = cache.find(part, descriptor);
        if (page == null) {
            byte[] stored = file.file().read(descriptor.offset(), (int) descriptor.size());
            page = new byte[pageBytes];
            String wrong = decoder.decode(codec, stored, page);
            if (!wrong.isEmpty()) {
                throw damaged(
                        file,
                        frame,
                        descriptor,
                        "The page that is stored at file offset 0x%x (0x%x bytes, %s) %s."
                                .formatted(
                                        descriptor.offset(),
                                        descriptor.size(),
                                        codec.text(),
                                        wrong));
            }
            cache.keep(part, descriptor, page);
        }
        cache.keep(frame, page);
        return page;
    }

    private PageDescriptor descriptor(KdumpFile file, long frame) {
        try {
            return file.descriptor(frame);
        } catch (UnreadableException exception) {
            throw new UnreadableException(
                    new Hole(
                            exception.hole().reason(),
                            "The page descriptor of machine frame 0x%x cannot be read: %s"
                                    .formatted(frame, exception.hole().sentence())));
        }
    }

    /// {@return how a page is stored, once its descriptor is found to be possible}
    private Codec codec(KdumpFile file, long frame, PageDescriptor descriptor) {
        long offset = descriptor.offset();
        long size = descriptor.size();
        long fileSize = file.file().size();
        if (offset == 0) {
            throw new UnreadableException(
                    new Hole(
                            HoleReason.TRUNCATED,
                            ("Page descriptor %d, of machine frame 0x%x, says that the page was"
                                            + " never written; the dump is incomplete.")
                                    .formatted(descriptor.index(), frame)));
        }
        Codec codec = Codec.of(descriptor.flags());
        if (codec == null) {
            throw damaged(
                    file,
                    frame,
                    descriptor,
                    "Its flags 0x%x name no compression.".formatted(descriptor.flags()));
        }
        boolean fits = codec == Codec.RAW ? size == pageBytes : size > 0 && size <= 2L * pageBytes;
        if (!fits) {
            throw damaged(
                    file,
                    frame,
                    descriptor,
                    "It says that a page of %d bytes is stored in %d (%s)."
                            .formatted(pageBytes, size, codec.text()));
        }
        if (offset > 0 && offset < file.header().descriptorOffset()) {
            throw damaged(
                    file,
                    frame,
                    descriptor,
                    "It says that the page is stored at file offset 0x%x, in the headers."
                            .formatted(offset));
        }
        if (size > fileSize || Long.compareUnsigned(offset, fileSize - size) > 0) {
            throw new UnreadableException(
                    new Hole(
                            HoleReason.TRUNCATED,
                            ("Page descriptor %d puts machine frame 0x%x at file offset 0x%x (0x%x"
                                            + " bytes); the file ends at 0x%x.")
                                    .formatted(descriptor.index(), frame, offset, size, fileSize)));
        }
        return codec;
    }

    private UnreadableException damaged(
            KdumpFile file, long frame, PageDescriptor descriptor, String sentence) {
        String text =
                "Page descriptor %d, of machine frame 0x%x, is damaged or leads to damage. %s"
                        .formatted(descriptor.index(), frame, sentence);
        if (damaged.size() < MOST_FINDINGS) {
            damaged.putIfAbsent(
                    frame,
                    file.equals(parts.main())
                            ? Finding.inFile(
                                    Severity.ERROR, text, descriptor.at(), "page descriptors")
                            : Finding.general(Severity.ERROR, text, "page descriptors"));
        }
        return new UnreadableException(new Hole(HoleReason.DAMAGED, text));
    }

    /// {@return the offset of a byte in the file that a person opened, if the page is stored as it
    /// is there; {@link Image#INSIDE_A_PAGE} if it is stored otherwise; the negative code of a
    /// hole}
    long fileOffset(long frame, int within) {
        int part = parts.index(frame);
        if (part < 0) {
            return HoleReason.NOT_IN_DUMP.code();
        }
        try {
            PageDescriptor descriptor = descriptor(parts.get(part), frame);
            Codec codec = codec(parts.get(part), frame, descriptor);
            return codec == Codec.RAW && parts.get(part).equals(parts.main())
                    ? descriptor.offset() + within
                    : Image.INSIDE_A_PAGE;
        } catch (UnreadableException exception) {
            return exception.hole().reason().code();
        }
    }

    /// {@return why a frame that the bitmaps have cannot be read, as far as its descriptor tells;
    /// null if it can}
    @Nullable Hole fault(long frame) {
        int part = parts.index(frame);
        try {
            if (part >= 0) {
                codec(parts.get(part), frame, descriptor(parts.get(part), frame));
            }
            return null;
        } catch (UnreadableException exception) {
            return exception.hole();
        }
    }

    /// {@return the descriptor that says where a page is}
    Origin origin(long frame, long maddr) {
        int part = parts.index(frame);
        if (part < 0) {
            return new Origin("page descriptors", OptionalLong.empty(), List.of(), "");
        }
        KdumpFile file = parts.get(part);
        boolean here = file.equals(parts.main());
        String name = "page descriptor " + file.index(frame);
        if (!here) {
            name += " of " + file.file().path().getFileName();
        }
        try {
            PageDescriptor descriptor = file.descriptor(frame);
            OptionalLong at = here ? OptionalLong.of(descriptor.at()) : OptionalLong.empty();
            Codec codec = Codec.of(descriptor.flags());
            String stored = codec == null ? "unknown" : codec.text();
            String says =
                    "machine:0x%x is byte 0x%x of the page that is stored at %s0x%x (0x%x bytes, %s)"
                            .formatted(
                                    maddr,
                                    maddr & (pageBytes - 1),
                                    here ? "file:" : "file offset ",
                                    descriptor.offset(),
                                    descriptor.size(),
                                    stored);
            return new Origin(name, at, List.of(stored), says);
        } catch (UnreadableException _) {
            return new Origin(name, OptionalLong.empty(), List.of(), "");
        }
    }

    /// {@return the frame whose page is stored as it is at an offset of the file that a person
    /// opened}
    OptionalLong frameAt(long fileOffset) {
        KdumpFile file = parts.main();
        OptionalLong index = new StoredOrder(file, pageBytes).index(fileOffset);
        return index.isPresent()
                ? OptionalLong.of(
                        file.stored().frame(file.stored().rank(file.first()) + index.getAsLong()))
                : OptionalLong.empty();
    }

    /// {@return pages that were found damaged so far, the first few}
    List<Finding> findings() {
        return List.copyOf(damaged.values());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
