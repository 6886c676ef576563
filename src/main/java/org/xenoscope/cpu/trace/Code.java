package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Trail;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.x86.CallBefore;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The code of one kernel: what is code at all, which function an address is in, and who calls
/// whom.
public final class Code {
    /// Of a function, so many bytes are searched for jumps and calls that leave it.
    private static final int LONGEST_FUNCTION = 4096;

    /// Pages whose permissions are remembered: the text of any kernel.
    private static final int MOST_PAGES = 1 << 16;

    /// Without symbols: a call that goes no further than this is one of the entry code that fills
    /// the processor's return stack (retpolines; RSB stuffing), never of a function.
    private static final int NEAR = 64;

    /// Bytes that tell a thunk.
    private static final int THUNK_BYTES = 16;

    /// An ENDBR at the start of a function.
    private static final int ENDBR_BYTES = 4;

    /// What GCC puts behind the name of a function that it cut up or made a copy of.
    private static final Pattern SUFFIX =
            Pattern.compile("\\.(?:cold|part|isra|constprop|lto_priv)(?:\\.\\d+)?");

    private final SpaceReader reader;
    private final SymbolTable symbols;
    private final int wordBytes;
    private final Map<Long, Boolean> pages = new ConcurrentHashMap<>();
    private final Map<Long, Set<Long>> leaving = new ConcurrentHashMap<>();

    /// Makes the code of a kernel.
    ///
    /// @param symbols its symbols; may be empty
    /// @param wordBytes 8 for 64-bit code, 4 for 32-bit code
    public Code(SpaceReader reader, SymbolTable symbols, int wordBytes) {
        this.reader = reader;
        this.symbols = symbols;
        this.wordBytes = wordBytes;
    }

    /// {@return the memory it lies in}
    public SpaceReader reader() {
        return reader;
    }

    /// {@return its symbols; may be empty}
    public SymbolTable symbols() {
        return symbols;
    }

    int wordBytes() {
        return wordBytes;
    }

    /// {@return whether an address is code: its page may be executed, and the symbol it belongs to,
    /// if it has one, is one of code}
    public boolean isCode(long address) {
        if (!kernelHalf(address) || !executable(address)) {
            return false;
        }
        return at(address).map(place -> text(place.symbol())).orElse(true);
    }

    private boolean kernelHalf(long address) {
        return wordBytes == 8 ? address < 0 : address >= 0x1000_0000L && address >>> 32 == 0;
    }

    private static boolean text(Symbol symbol) {
        return symbol.text() || symbol.type() == 'W' || symbol.type() == 'w';
    }

    private boolean executable(long address) {
        long page = address & -4096L;
        Boolean known = pages.get(page);
        if (known != null) {
            return known;
        }
        boolean executable = walk(page);
        if (pages.size() < MOST_PAGES) {
            pages.put(page, executable);
        }
        return executable;
    }

    private boolean walk(long page) {
        if (reader.space().locate(page) < 0) {
            return false;
        }
        Trail trail = reader.space().explain(page);
        boolean missing =
                trail.hole().filter(hole -> hole.reason() != HoleReason.NOT_IN_DUMP).isPresent();
        return !missing && trail.steps().stream().noneMatch(step -> step.flags().contains("NX"));
    }

    /// {@return the symbol that an address belongs to}
    Optional<SymbolOffset> at(long address) {
        return symbols.at(address);
    }

    /// {@return the function that a return address belongs to; the call before it may be the last
    /// instruction of its function}
    Optional<SymbolOffset> caller(long returnAddress) {
        return at(returnAddress - 1);
    }

    /// {@return an instruction by its function: `default_idle+0xc6`; the address without symbols}
    public String name(long address) {
        return at(address).map(Code::text).orElseGet(() -> Location.hex(address));
    }

    /// {@return a return address by the function of the call before it}
    String returnName(long address) {
        return caller(address)
                .map(place -> text(new SymbolOffset(place.symbol(), place.offset() + 1)))
                .orElseGet(() -> Location.hex(address));
    }

    /// As the traces of Linux write it: with the offset even where it is 0.
    private static String text(SymbolOffset place) {
        return place.symbol().name()
                + "+0x"
                + Long.toHexString(place.offset())
                + place.symbol().module().map(owner -> " [" + owner + "]").orElse("");
    }

    /// {@return the call that ends at an address}
    Optional<CallBefore> callBefore(long address) {
        try {
            byte[] before = reader.bytes(address - CallBefore.BYTES, CallBefore.BYTES);
            return CallBefore.of(before, address, wordBytes);
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    /// {@return whether a word of a stack is the address that a call returns to}
    public boolean isReturnAddress(long word) {
        if (!isCode(word) && !isCode(word - 1)) {
            return false;
        }
        Optional<CallBefore> call = callBefore(word);
        if (call.isEmpty()) {
            return false;
        }
        OptionalLong target = call.get().target();
        return target.isEmpty() || startsFunction(target.getAsLong(), word);
    }

    /// Entry code fills the return stack by calls into itself: those addresses stay on the stack.
    private boolean startsFunction(long target, long returnAddress) {
        if (!isCode(target)) {
            return false;
        }
        if (symbols.size() == 0) {
            return Math.abs(target - returnAddress) >= NEAR;
        }
        return at(target)
                .filter(place -> place.offset() == 0 || place.offset() == ENDBR_BYTES)
                .isPresent();
    }

    /// {@return whether a call may lead into any function: through a register or memory, or by one
    /// of the thunks that stand in for that (retpolines)}
    boolean leadsAnywhere(CallBefore call) {
        if (call.target().isEmpty()) {
            return true;
        }
        long target = call.target().getAsLong();
        return at(target)
                        .filter(place -> place.symbol().name().contains("indirect_thunk"))
                        .isPresent()
                || (symbols.size() == 0 && isThunk(target));
    }

    /// The first instructions of a thunk: a jump to a register, or a call over a loop that goes
    /// nowhere (Linux and Xen, arch/x86/lib/retpoline.S and indirect-thunk.S).
    private boolean isThunk(long target) {
        byte[] bytes;
        try {
            bytes = reader.bytes(target, THUNK_BYTES);
        } catch (UnreadableException _) {
            return false;
        }
        int at = 0;
        if (matches(bytes, at, 0xf3, 0x0f, 0x1e, 0xfa)) {
            at += ENDBR_BYTES;
        }
        if (matches(bytes, at, 0x0f, 0xae, 0xe8)) {
            at += 3;
        }
        if ((bytes[at] & 0xff) == 0x41) {
            at++;
        }
        boolean jump = (bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xf8) == 0xe0;
        boolean over = (bytes[at] & 0xff) == 0xe8 && matches(bytes, at + 2, 0, 0, 0);
        return jump || (over && bytes[at + 1] > 0 && bytes[at + 1] <= THUNK_BYTES);
    }

    private static boolean matches(byte[] bytes, int at, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// {@return whether two addresses are in one function, parts that GCC split off included}
    boolean sameFunction(SymbolOffset one, SymbolOffset other) {
        Symbol first = one.symbol();
        Symbol second = other.symbol();
        if (first.address() == second.address()) {
            return true;
        }
        boolean files =
                first.file().isPresent()
                        && second.file().isPresent()
                        && !first.file().equals(second.file());
        return !files && plain(first.name()).equals(plain(second.name()));
    }

    /// {@return a function's name without what GCC put behind it}
    static String plain(String name) {
        return SUFFIX.matcher(name).replaceAll("");
    }

    /// {@return whether a function has a jump or call to the start of another: then what it was
    /// called by may stand on the stack above the other}
    boolean passesOnTo(long function, SymbolOffset other) {
        Set<Long> targets = leaving.computeIfAbsent(function, this::targetsOf);
        for (long target : targets) {
            Optional<SymbolOffset> place = at(target);
            boolean start =
                    place.filter(
                                    found ->
                                            (found.offset() == 0 || found.offset() == ENDBR_BYTES)
                                                    && sameFunction(found, other))
                            .isPresent();
            if (start) {
                return true;
            }
        }
        return false;
    }

    private Set<Long> targetsOf(long function) {
        Set<Long> targets = new java.util.HashSet<>();
        int length = lengthOf(function);
        byte[] bytes;
        try {
            bytes = reader.bytes(function, length);
        } catch (UnreadableException _) {
            return targets;
        }
        for (int i = 0; i + 5 <= bytes.length; i++) {
            int opcode = bytes[i] & 0xff;
            if (opcode == 0xe9 || opcode == 0xe8) {
                int distance =
                        (bytes[i + 1] & 0xff)
                                | (bytes[i + 2] & 0xff) << 8
                                | (bytes[i + 3] & 0xff) << 16
                                | bytes[i + 4] << 24;
                targets.add(function + i + 5 + distance);
            }
        }
        return targets;
    }

    private int lengthOf(long function) {
        int length = 16;
        while (length < LONGEST_FUNCTION
                && at(function + length)
                        .filter(place -> place.symbol().address() <= function)
                        .isPresent()) {
            length += 16;
        }
        return length;
    }
}
