package org.xenoscope.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Instructions decoded by Capstone, a library of the system.
///
/// A handle of Capstone is not for two threads at once, so that each question opens its own. Code
/// is copied into memory of the native heap first: the mapped dump is never given to native code.
final class Capstone implements Decoder {
    private static final int ARCHITECTURE_X86 = 3;
    private static final int MODE_32 = 4;
    private static final int MODE_64 = 8;
    private static final int OPTION_SKIPDATA = 5;
    private static final long ON = 3;
    private static final int LONGEST = 15;

    private static final Pattern TARGET = Pattern.compile("0x[0-9a-f]{1,16}");
    private static final Pattern RELATIVE = Pattern.compile("\\[[re]ip ([+-]) (0x[0-9a-f]+|\\d+)]");
    private static final Set<String> RETURNS =
            Set.of("ret", "retf", "retfq", "iret", "iretd", "iretq", "sysret", "sysexit");

    private final Library library;
    private final boolean wide;

    Capstone(Library library, int wordBytes) {
        this.library = library;
        this.wide = wordBytes == 8;
    }

    @Override
    public List<Instruction> decode(byte[] code, long address, int most) {
        List<Instruction> decoded = new ArrayList<>();
        if (code.length == 0) {
            return decoded;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment slot = arena.allocate(ValueLayout.JAVA_LONG);
            if ((int) library.open.invokeExact(ARCHITECTURE_X86, wide ? MODE_64 : MODE_32, slot)
                    != 0) {
                return decoded;
            }
            long handle = slot.get(ValueLayout.JAVA_LONG, 0);
            try {
                int _ = (int) library.option.invokeExact(handle, OPTION_SKIPDATA, ON);
                each(arena, handle, code, address, most, decoded);
            } finally {
                int _ = (int) library.close.invokeExact(slot);
            }
        } catch (RuntimeException | Error exception) {
            throw exception;
        } catch (Throwable exception) {
            throw new IllegalStateException("Capstone could not be called", exception);
        }
        return decoded;
    }

    @SuppressWarnings("restricted") // the instruction that the library allocated has a known size
    private void each(
            Arena arena,
            long handle,
            byte[] code,
            long address,
            int most,
            List<Instruction> decoded)
            throws Throwable {
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, code);
        MemorySegment from = arena.allocate(ValueLayout.ADDRESS);
        MemorySegment left = arena.allocate(ValueLayout.JAVA_LONG);
        MemorySegment at = arena.allocate(ValueLayout.JAVA_LONG);
        from.set(ValueLayout.ADDRESS, 0, bytes);
        left.set(ValueLayout.JAVA_LONG, 0, code.length);
        at.set(ValueLayout.JAVA_LONG, 0, address);
        MemorySegment raw = (MemorySegment) library.allocate.invokeExact(handle);
        MemorySegment found = raw.reinterpret(library.layout.bytes);
        try {
            while (decoded.size() < most
                    && (boolean) library.next.invokeExact(handle, from, left, at, raw)) {
                Instruction instruction = instruction(found);
                long behind = address + code.length - instruction.address();
                if (instruction.kind() == Instruction.Kind.BYTE && behind < LONGEST) {
                    break;
                }
                decoded.add(instruction);
            }
        } finally {
            library.free.invokeExact(raw, 1L);
        }
    }

    private Instruction instruction(MemorySegment found) {
        Layout layout = library.layout;
        long address = found.get(ValueLayout.JAVA_LONG_UNALIGNED, layout.address);
        int length = found.get(ValueLayout.JAVA_SHORT_UNALIGNED, layout.size) & 0xffff;
        byte[] bytes = new byte[Math.min(length, LONGEST)];
        MemorySegment.copy(found, ValueLayout.JAVA_BYTE, layout.code, bytes, 0, bytes.length);
        String mnemonic = text(found, layout.mnemonic, 32);
        String operands = text(found, layout.operands, 160);
        Instruction.Kind kind = kind(mnemonic);
        return new Instruction(
                address,
                bytes.length,
                HexFormat.ofDelimiter(" ").formatHex(bytes),
                (mnemonic + " " + operands).strip(),
                kind,
                target(kind, operands),
                reference(operands, address + length));
    }

    private static String text(MemorySegment found, long offset, int most) {
        byte[] bytes = new byte[most];
        MemorySegment.copy(found, ValueLayout.JAVA_BYTE, offset, bytes, 0, most);
        int end = 0;
        while (end < most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.US_ASCII);
    }

    private static Instruction.Kind kind(String mnemonic) {
        String plain = mnemonic.substring(mnemonic.lastIndexOf(' ') + 1);
        if (plain.equals("call") || plain.equals("lcall")) {
            return Instruction.Kind.CALL;
        }
        if (plain.equals("jmp") || plain.equals("ljmp")) {
            return Instruction.Kind.JUMP;
        }
        if (plain.startsWith("j") || plain.startsWith("loop")) {
            return Instruction.Kind.CONDITIONAL_JUMP;
        }
        if (RETURNS.contains(plain)) {
            return Instruction.Kind.RETURN;
        }
        return plain.equals(".byte") ? Instruction.Kind.BYTE : Instruction.Kind.PLAIN;
    }

    private static OptionalLong target(Instruction.Kind kind, String operands) {
        boolean flows =
                kind == Instruction.Kind.CALL
                        || kind == Instruction.Kind.JUMP
                        || kind == Instruction.Kind.CONDITIONAL_JUMP;
        return flows && TARGET.matcher(operands).matches()
                ? OptionalLong.of(Long.parseUnsignedLong(operands.substring(2), 16))
                : OptionalLong.empty();
    }

    /// With a segment of its own an operand is an offset into it, per-CPU data mostly: no address.
    private static OptionalLong reference(String operands, long end) {
        Matcher matcher = RELATIVE.matcher(operands);
        if (operands.contains("gs:[") || operands.contains("fs:[") || !matcher.find()) {
            return OptionalLong.empty();
        }
        String digits = matcher.group(2);
        long distance =
                digits.startsWith("0x")
                        ? Long.parseUnsignedLong(digits.substring(2), 16)
                        : Long.parseLong(digits);
        return OptionalLong.of(matcher.group(1).equals("+") ? end + distance : end - distance);
    }

    /// Where the fields of `cs_insn` are; offsets measured on the headers of each version.
    ///
    /// @param bytes size of the structure
    record Layout(long bytes, long address, long size, long code, long mnemonic, long operands) {
        static final Layout VERSION_4 = new Layout(240, 8, 16, 18, 34, 66);
        static final Layout VERSION_5 = new Layout(248, 8, 16, 18, 42, 74);
    }

    /// The library and those of its functions that are used.
    static final class Library {
        private static final List<String> NAMES = List.of("libcapstone.so.5", "libcapstone.so.4");

        private final String name;
        private final Layout layout;
        private final MethodHandle open;
        private final MethodHandle close;
        private final MethodHandle option;
        private final MethodHandle allocate;
        private final MethodHandle next;
        private final MethodHandle free;

        @SuppressWarnings("restricted") // these are the functions of that version of the library
        private Library(String name, Layout layout, SymbolLookup functions) {
            Linker linker = Linker.nativeLinker();
            var pointer = ValueLayout.ADDRESS;
            var number = ValueLayout.JAVA_INT;
            var size = ValueLayout.JAVA_LONG;
            this.name = name;
            this.layout = layout;
            open =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_open"),
                            FunctionDescriptor.of(number, number, number, pointer));
            close =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_close"),
                            FunctionDescriptor.of(number, pointer));
            option =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_option"),
                            FunctionDescriptor.of(number, size, number, size));
            allocate =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_malloc"),
                            FunctionDescriptor.of(pointer, size));
            next =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_disasm_iter"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_BOOLEAN,
                                    size,
                                    pointer,
                                    pointer,
                                    pointer,
                                    pointer));
            free =
                    linker.downcallHandle(
                            functions.findOrThrow("cs_free"),
                            FunctionDescriptor.ofVoid(pointer, size));
        }

        String name() {
            return name;
        }

        /// {@return the newest version of the library that the system has and that is known here}
        @SuppressWarnings("restricted") // the version is asked before anything else is called
        static Optional<Library> load() {
            for (String name : NAMES) {
                try {
                    SymbolLookup functions = SymbolLookup.libraryLookup(name, Arena.global());
                    MethodHandle version =
                            Linker.nativeLinker()
                                    .downcallHandle(
                                            functions.findOrThrow("cs_version"),
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS));
                    int packed = (int) version.invokeExact(MemorySegment.NULL, MemorySegment.NULL);
                    Optional<Layout> layout =
                            switch (packed >> 8) {
                                case 4 -> Optional.of(Layout.VERSION_4);
                                case 5 -> Optional.of(Layout.VERSION_5);
                                default -> Optional.empty();
                            };
                    if (layout.isPresent()) {
                        String said = "Capstone %d.%d".formatted(packed >> 8, packed & 0xff);
                        return Optional.of(new Library(said, layout.get(), functions));
                    }
                } catch (Error exception) {
                    throw exception;
                } catch (Throwable _) {
                    // not there, not allowed, or without these functions: the next one
                }
            }
            return Optional.empty();
        }
    }
}
