package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.x86.Selectors;
import org.xenoscope.x86.Vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Traces on the stacks of the hypervisor, which has no unwinding data: a scan for return
/// addresses, cut into pieces by the exception frames on the stack, and each piece made a chain.
public final class XenTracer {
    /// Exception frames on one stack; each takes 168 bytes of 32 KiB.
    private static final int MOST_FRAMES = 196;

    /// The function that saved the registers may have pushed some of its own before.
    private static final int SAVING_FUNCTION = 0x80;

    /// The return address into the code that a guest enters by stands this near the frame it
    /// pushed.
    private static final int ENTRY_REACH = 0x40;

    /// The interrupted code's stack goes on at most so far behind the frame.
    private static final int FARTHEST_RSP = 0x400;

    private static final long RFLAGS_BIT_1 = 2;
    private static final int RFLAGS_BITS = 22;

    private final Code code;

    /// Makes a tracer of a hypervisor's code.
    public XenTracer(Code code) {
        this.code = code;
    }

    /// Traces from where a pCPU saved its registers to the top of its stack. What a guest had when
    /// it entered is not part of it.
    ///
    /// @param rsp the stack pointer when the registers were saved
    /// @param idle whether the CPU runs its idle loop, which no guest entered
    public Trace trace(XenStack stack, long rsp, boolean idle) {
        if (!stack.covers(rsp)) {
            return nothing("%s is not on a Xen stack".formatted(Location.hex(rsp)));
        }
        StackBytes bytes = new StackBytes(code.reader(), stack.base(), stack.bytes());
        if (bytes.word(rsp & -8L).isEmpty()) {
            return nothing("the stack at %s is not in the dump".formatted(Location.hex(rsp)));
        }
        return new Walk(stack, bytes, idle).from(rsp & -8L);
    }

    private static Trace nothing(String reason) {
        return new Trace(List.of(), false, reason);
    }

    /// {@return the frame at an address, if it is that of code of Xen that was interrupted}
    ///
    /// @param lowest lowest stack pointer that it may have
    /// @param highest first address behind the highest one
    private Optional<SavedRegisters> frameOfXen(long address, long lowest, long highest) {
        SavedRegisters frame;
        try {
            frame = SavedRegisters.read(code.reader(), address);
        } catch (UnreadableException _) {
            return Optional.empty();
        }
        boolean sound =
                frame.cs() == Selectors.XEN_CODE
                        && (frame.ss() == 0 || frame.ss() == Selectors.XEN_DATA)
                        && frame.vector() < 256
                        && (frame.rflags() & RFLAGS_BIT_1) != 0
                        && frame.rflags() >>> RFLAGS_BITS == 0
                        && Long.compareUnsigned(frame.rsp(), lowest) >= 0
                        && Long.compareUnsigned(frame.rsp(), highest) < 0
                        && code.isCode(frame.rip());
        return sound ? Optional.of(frame) : Optional.empty();
    }

    /// One walk over one stack.
    private final class Walk {
        private final XenStack stack;
        private final StackBytes bytes;
        private final List<TraceLine> lines = new ArrayList<>();
        private List<Candidate> piece = new ArrayList<>();
        private final boolean idle;
        private long start;
        private long outermost;

        Walk(XenStack stack, StackBytes bytes, boolean idle) {
            this.stack = stack;
            this.bytes = bytes;
            this.idle = idle;
        }

        Trace from(long rsp) {
            start = rsp;
            long at = rsp;
            boolean own = stack.onOwnPage(rsp);
            for (int frames = 0; frames < MOST_FRAMES; frames++) {
                Progress.current().check();
                long end = own ? stack.frameOfPage(at) : stack.top();
                Optional<SavedRegisters> frame = scan(at, end);
                if (frame.isEmpty() && own) {
                    frame = frameOfXen(end, stack.base(), stack.top());
                    own = false;
                    if (frame.isEmpty()) {
                        return end(end, "");
                    }
                }
                if (frame.isEmpty()) {
                    return end(stack.top(), "");
                }
                chain();
                interrupted(frame.get());
                if (!own
                        && frame.get().rsp() <= frame.get().where().address()
                        && !stack.onOwnPage(frame.get().where().address())) {
                    return end(stack.top(), "the frames on the stack lead back");
                }
                own = own && stack.onOwnPage(frame.get().rsp());
                at = frame.get().rsp() & -8L;
            }
            return end(stack.top(), "there are more than %d frames".formatted(MOST_FRAMES));
        }

        /// Collects return addresses up to `end` or to an exception frame, which is the answer.
        private Optional<SavedRegisters> scan(long from, long end) {
            for (long at = from; at < end && at >= from; at += 8) {
                OptionalLong word = bytes.word(at);
                if (word.isEmpty()) {
                    continue;
                }
                Optional<SavedRegisters> frame =
                        at <= end - SavedRegisters.BYTES && plausible(at)
                                ? frameOfXen(at, at + SavedRegisters.BYTES, at + FARTHEST_RSP)
                                        .filter(found -> found.rsp() <= end)
                                : Optional.empty();
                if (frame.isPresent()) {
                    return frame;
                }
                if (piece.size() < ChainScan.MOST && code.isReturnAddress(word.getAsLong())) {
                    piece.add(
                            new Candidate(
                                    at,
                                    word.getAsLong(),
                                    code.callBefore(word.getAsLong()),
                                    code.caller(word.getAsLong())));
                }
            }
            return Optional.empty();
        }

        /// The one word that tells most frames from anything else, before the whole is read.
        private boolean plausible(long at) {
            OptionalLong selector = bytes.word(at + 136);
            return selector.isPresent() && (selector.getAsLong() & 0xffff) == Selectors.XEN_CODE;
        }

        private void interrupted(SavedRegisters frame) {
            lines.add(new TraceBorder(Vectors.name(frame.vector()), Optional.of(frame)));
            lines.add(
                    new TraceFrame(
                            code.reader().at(frame.rip()),
                            code.name(frame.rip()),
                            Optional.of(frame.where()),
                            Grade.EXACT,
                            "interrupted here, says the frame"));
            outermost = frame.where().address();
            piece.add(
                    new Candidate(
                            frame.where().address(),
                            frame.rip(),
                            Optional.empty(),
                            code.at(frame.rip())));
        }

        /// Makes the collected candidates frames. The first piece begins with the return address
        /// that the saving function left, every other with the interrupted instruction, which
        /// stands in the trace already.
        private void chain() {
            boolean first = lines.isEmpty();
            List<Candidate> candidates = piece;
            piece = new ArrayList<>();
            boolean rooted =
                    !first
                            || candidates.isEmpty()
                            || candidates.getFirst().stack() - start <= SAVING_FUNCTION;
            for (ChainScan.Link link : new ChainScan(code).chain(candidates)) {
                Candidate candidate = link.candidate();
                if (candidate.call().isEmpty()) {
                    continue;
                }
                boolean onPath = rooted && link.onPath();
                if (onPath) {
                    outermost = candidate.stack();
                }
                String how =
                        first && onPath && link.how().equals("innermost")
                                ? "called the function that saved the registers"
                                : link.how();
                lines.add(
                        new TraceFrame(
                                code.reader().at(candidate.code()),
                                code.returnName(candidate.code()),
                                Optional.of(code.reader().at(candidate.stack())),
                                onPath ? Grade.ON_PATH : Grade.UNCERTAIN,
                                how));
            }
        }

        private Trace end(long frame, String reason) {
            chain();
            if (!reason.isEmpty()) {
                return new Trace(lines, false, reason);
            }
            if (idle) {
                return idleLoop()
                        ? new Trace(lines, true, "the loop of an idle CPU")
                        : new Trace(lines, false, "the loop of an idle CPU is not behind it");
            }
            return reaches(frame)
                    ? new Trace(lines, true, "entered from a guest")
                    : new Trace(lines, false, "no known entry is behind it");
        }

        /// {@return whether the outermost frame stands right below a frame that an entry pushed}
        private boolean reaches(long frame) {
            return Long.compareUnsigned(frame - outermost, ENTRY_REACH) <= 0;
        }

        /// By its name; without symbols a trace that reaches the top of the stack is the loop's.
        private boolean idleLoop() {
            return code.symbols().size() == 0
                    ? reaches(stack.top())
                    : lines.stream()
                            .filter(TraceFrame.class::isInstance)
                            .map(TraceFrame.class::cast)
                            .anyMatch(
                                    line ->
                                            line.grade() != Grade.UNCERTAIN
                                                    && line.name().startsWith("idle_loop+"));
        }
    }
}
