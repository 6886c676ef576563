package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Lazy;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.type.MemberPlace;
import org.xenoscope.type.TypeSystem;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What the finders of facts share: a kernel's memory, its symbols, and where members are in its
/// structures: as its types say, else as VMCOREINFO says.
final class KernelMemory {
    private static final long KERNEL_HALF = 0xffff_8000_0000_0000L;

    private final SpaceReader reader;
    private final SymbolTable symbols;
    private final Optional<TypeSystem> types;
    private final Lazy<Optional<KernelInfo>> info;

    /// @param search looks for VMCOREINFO where no symbol leads to it
    KernelMemory(
            SpaceReader reader,
            SymbolTable symbols,
            Optional<TypeSystem> types,
            Supplier<Optional<KernelInfo>> search) {
        this.reader = reader;
        this.symbols = symbols;
        this.types = types;
        this.info = new Lazy<>(() -> InfoFinder.bySymbol(this).or(search));
    }

    /// {@return the kernel's virtual memory}
    SpaceReader reader() {
        return reader;
    }

    /// {@return the kernel's own symbols, without its modules'}
    SymbolTable symbols() {
        return symbols;
    }

    /// {@return its types, if it carries them}
    Optional<TypeSystem> types() {
        return types;
    }

    /// {@return what it wrote for readers of dumps, if its symbols lead there}
    Optional<KernelInfo> info() {
        return info.get();
    }

    /// {@return whether an address may be one of the kernel's}
    static boolean isPointer(long address) {
        return Long.compareUnsigned(address, KERNEL_HALF) >= 0
                && Long.compareUnsigned(address, -4096L) < 0;
    }

    /// {@return the address of a symbol}
    OptionalLong symbol(String name) {
        return symbols.address(name).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// {@return the pointer that a symbol holds, if it points into the kernel}
    OptionalLong pointer(String symbol) {
        return symbol(symbol).isPresent()
                ? pointerAt(symbol(symbol).getAsLong())
                : OptionalLong.empty();
    }

    /// {@return the pointer at an address, if it can be read and points into the kernel}
    OptionalLong pointerAt(long address) {
        try {
            long pointer = reader.u64(address);
            return isPointer(pointer) ? OptionalLong.of(pointer) : OptionalLong.empty();
        } catch (UnreadableException _) {
            return OptionalLong.empty();
        }
    }

    /// {@return the unsigned 32-bit number that a symbol holds}
    OptionalLong number(String symbol) {
        try {
            OptionalLong address = symbol(symbol);
            return address.isPresent()
                    ? OptionalLong.of(reader.u32(address.getAsLong()))
                    : OptionalLong.empty();
        } catch (UnreadableException _) {
            return OptionalLong.empty();
        }
    }

    /// {@return bytes from the start of a structure to a member; nothing if nothing says}
    OptionalLong offset(String structure, String member) {
        Optional<Long> found = types.flatMap(known -> known.offset(structure, member));
        if (found.isEmpty() && types.isEmpty()) {
            found = info().flatMap(text -> text.number("OFFSET", structure + "." + member));
        }
        return found.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// {@return bytes from the start of a structure to a member}
    ///
    /// @param otherwise where it is in every known kernel
    long offset(String structure, String member, long otherwise) {
        return offset(structure, member).orElse(otherwise);
    }

    /// {@return bytes of a structure; nothing if nothing says}
    OptionalLong size(String structure) {
        Optional<Long> found = types.flatMap(known -> known.size(structure));
        if (found.isEmpty() && types.isEmpty()) {
            found = info().flatMap(text -> text.number("SIZE", structure));
        }
        return found.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// {@return bytes of a member}
    OptionalLong memberSize(String structure, String member) {
        return types.flatMap(
                        known ->
                                known.member(structure, member)
                                        .map(MemberPlace::type)
                                        .flatMap(known::size))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /// Follows a pointer that is a member.
    ///
    /// @param base address of the structure; empty gives empty
    OptionalLong follow(OptionalLong base, String structure, String member) {
        OptionalLong offset = offset(structure, member);
        return base.isPresent() && offset.isPresent()
                ? pointerAt(base.getAsLong() + offset.getAsLong())
                : OptionalLong.empty();
    }
}
