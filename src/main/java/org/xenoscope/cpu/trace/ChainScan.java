package org.xenoscope.cpu.trace;

import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.x86.CallBefore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a chain of the return addresses that a scan found on a piece of stack between two
/// exception frames: which of them can have called the next inner one.
///
/// A candidate may be the caller of an inner one if its call leads to the function of that one
/// (weight 3), to a function that passes on to that one by a jump (2), or anywhere (1). The
/// heaviest path from the innermost candidate is the trace; what is off it was left over from
/// earlier calls.
final class ChainScan {
    /// Candidates that are weighed: those of a stack of 8 KiB full of them.
    static final int MOST = 1024;

    private static final int DIRECT = 3;
    private static final int THROUGH_A_JUMP = 2;
    private static final int ANYWHERE = 1;

    /// Without symbols: no function reaches further.
    private static final int LONGEST_FUNCTION = 1 << 15;

    private final Code code;
    private final java.util.NavigableSet<Long> starts = new java.util.TreeSet<>();

    ChainScan(Code code) {
        this.code = code;
    }

    /// One candidate and what is thought of it.
    ///
    /// @param candidate the candidate
    /// @param onPath whether it is part of the trace
    /// @param how how it is linked to the next inner frame, in words
    record Link(Candidate candidate, boolean onPath, String how) {}

    /// Chains candidates.
    ///
    /// @param candidates in the order of the stack, innermost first; the first one is the root
    List<Link> chain(List<Candidate> candidates) {
        int count = Math.min(candidates.size(), MOST);
        for (Candidate candidate : candidates) {
            candidate.call().ifPresent(call -> call.target().ifPresent(starts::add));
        }
        int[] weight = new int[count];
        int[] inner = new int[count];
        String[] how = new String[count];
        java.util.Arrays.fill(inner, -2);
        int heaviest = 0;
        for (int j = 0; j < count; j++) {
            how[j] = "";
            if (j == 0) {
                inner[0] = -1;
                how[0] = "innermost";
                continue;
            }
            weigh(candidates, j, weight, inner, how);
            if (inner[j] != -2 && weight[j] > weight[heaviest]) {
                heaviest = j;
            }
        }
        boolean[] on = new boolean[count];
        for (int at = count == 0 ? -1 : heaviest; at >= 0; at = inner[at]) {
            on[at] = true;
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            links.add(new Link(candidates.get(i), on[i], on[i] ? how[i] : "a call is before it"));
        }
        return links;
    }

    private void weigh(List<Candidate> candidates, int j, int[] weight, int[] inner, String[] how) {
        for (int i = j - 1; i >= 0; i--) {
            if (inner[i] == -2) {
                continue;
            }
            int link = link(candidates.get(j), candidates.get(i));
            if (link > 0 && (inner[j] == -2 || weight[i] + link > weight[j])) {
                weight[j] = weight[i] + link;
                inner[j] = i;
                how[j] =
                        switch (link) {
                            case DIRECT -> "calls the next inner function";
                            case THROUGH_A_JUMP -> "calls it through a jump";
                            default -> "calls through a pointer";
                        };
            }
        }
    }

    private int link(Candidate outer, Candidate inner) {
        Optional<CallBefore> call = outer.call();
        Optional<SymbolOffset> function = inner.function();
        if (call.isEmpty()) {
            return 0;
        }
        if (code.leadsAnywhere(call.get())) {
            return ANYWHERE;
        }
        long target = call.get().target().orElseThrow();
        Optional<SymbolOffset> called = code.at(target);
        if (called.isEmpty() || function.isEmpty()) {
            return function.isEmpty() && inside(target, inner.code()) ? DIRECT : 0;
        }
        if (code.sameFunction(called.get(), function.get())) {
            return DIRECT;
        }
        return code.passesOnTo(target, function.get()) ? THROUGH_A_JUMP : 0;
    }

    /// Without symbols: a function starts where a call leads to, and holds what comes behind it up
    /// to the next such start.
    private boolean inside(long function, long address) {
        Long start = starts.floor(address - 1);
        return start != null
                && start == function
                && Long.compareUnsigned(address - function, LONGEST_FUNCTION) < 0;
    }
}
