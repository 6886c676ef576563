package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A walk over a stack of a Linux kernel without unwinding data: by frame pointers if the stack has
/// a chain of them, else by a scan for return addresses.
///
/// Frame pointers: `[rbp]` is the caller's, `[rbp + 8]` the return address; an odd one stands for
/// the registers of an interrupted context (arch/x86/include/asm/frame.h, Linux 4.9 on).
final class GuessedWalk {
    /// Bytes of a stack that are looked at: one of 16 KiB.
    private static final int STACK = 0x4000;

    private static final int MOST_FRAMES = 512;

    /// So many links that rise and have a call before their return address are a chain.
    private static final int LINKS = 3;

    private final Code code;
    private final EntryNames names;
    private final List<TraceLine> lines = new ArrayList<>();

    GuessedWalk(Code code, EntryNames names) {
        this.code = code;
        this.names = names;
    }

    /// Traces from registers.
    ///
    /// @param before what is known already: the frame of `start` itself, and those inside it
    /// @param reason why nothing better can be done
    Trace trace(KernelTracer.Start start, List<TraceLine> before, String reason) {
        lines.addAll(before);
        if (before.isEmpty()) {
            lines.add(
                    new TraceFrame(
                            code.reader().at(start.ip()),
                            start.returnAddress()
                                    ? code.returnName(start.ip())
                                    : code.name(start.ip()),
                            start.readAt(),
                            Grade.EXACT,
                            "the registers"));
        }
        long sp = start.sp() & -8L;
        long base = sp & -STACK;
        StackBytes bytes = new StackBytes(code.reader(), base, STACK);
        if (bytes.word(sp).isEmpty()) {
            return new Trace(
                    lines,
                    false,
                    "the stack pointer %s leads nowhere".formatted(Location.hex(start.sp())));
        }
        if (links(bytes, start.bp()) >= LINKS) {
            pointers(bytes, start.bp());
            return new Trace(lines, false, reason + "; these are by frame pointers");
        }
        scan(bytes, start, sp);
        return new Trace(lines, false, reason + "; these are guessed by a scan");
    }

    private int links(StackBytes bytes, long bp) {
        int links = 0;
        long at = bp;
        while (links < LINKS && bytes.covers(at) && (at & 7) == 0) {
            OptionalLong next = bytes.word(at);
            OptionalLong back = bytes.word(at + 8);
            if (next.isEmpty()
                    || back.isEmpty()
                    || !code.isReturnAddress(back.getAsLong())
                    || next.getAsLong() <= at) {
                break;
            }
            links++;
            at = next.getAsLong();
        }
        return links;
    }

    private void pointers(StackBytes bytes, long bp) {
        long at = bp;
        for (int i = 0; i < MOST_FRAMES && bytes.covers(at) && (at & 7) == 0; i++) {
            OptionalLong next = bytes.word(at);
            OptionalLong back = bytes.word(at + 8);
            if (next.isEmpty() || back.isEmpty() || !code.isReturnAddress(back.getAsLong())) {
                break;
            }
            add(at + 8, back.getAsLong(), Grade.ON_PATH, "frame pointer");
            if ((next.getAsLong() & 1) != 0 && registers(next.getAsLong() - 1)) {
                break;
            }
            if (next.getAsLong() <= at) {
                break;
            }
            at = next.getAsLong();
        }
    }

    private boolean registers(long address) {
        try {
            SavedRegisters saved = SavedRegisters.read(code.reader(), address);
            lines.add(new TraceBorder(names.says(saved, ""), Optional.of(saved)));
            return (saved.cs() & 3) != 0;
        } catch (UnreadableException _) {
            return true;
        }
    }

    private void scan(StackBytes bytes, KernelTracer.Start start, long sp) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(
                new Candidate(
                        sp,
                        start.ip(),
                        Optional.empty(),
                        start.returnAddress() ? code.caller(start.ip()) : code.at(start.ip())));
        for (long at = sp; at < bytes.end() && candidates.size() < ChainScan.MOST; at += 8) {
            Progress.current().check();
            OptionalLong word = bytes.word(at);
            if (word.isPresent() && code.isReturnAddress(word.getAsLong())) {
                candidates.add(
                        new Candidate(
                                at,
                                word.getAsLong(),
                                code.callBefore(word.getAsLong()),
                                code.caller(word.getAsLong())));
            }
        }
        for (ChainScan.Link link : new ChainScan(code).chain(candidates)) {
            if (link.candidate().call().isPresent()) {
                add(
                        link.candidate().stack(),
                        link.candidate().code(),
                        link.onPath() ? Grade.ON_PATH : Grade.UNCERTAIN,
                        link.how());
            }
        }
    }

    private void add(long stack, long word, Grade grade, String how) {
        lines.add(
                new TraceFrame(
                        code.reader().at(word),
                        code.returnName(word),
                        Optional.of(code.reader().at(stack)),
                        grade,
                        how));
    }
}
