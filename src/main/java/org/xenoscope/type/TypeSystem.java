package org.xenoscope.type;

import org.jspecify.annotations.Nullable;
import org.xenoscope.place.Lazy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The types of a program, as it carries them itself.
///
/// Types have numbers from 1; 0 is `void`, and so is a number that does not exist. A type is made
/// from its bytes when asked for. What the bytes say is not believed: names chains, nesting and
/// sizes are bounded, so that a lie costs an answer, never the program.
public final class TypeSystem {
    /// Aliases and qualifiers behind each other; kernels have up to about six.
    private static final int CHAIN = 64;

    /// Anonymous structures within each other; kernels have up to about six.
    private static final int NESTING = 16;

    /// Arrays within each other.
    private static final int DIMENSIONS = 32;

    private static final int POINTER_BYTES = 8;

    private final BtfBytes btf;
    private final @Nullable TypeSystem base;
    private final String source;
    private final Lazy<TypeNameIndex> index;

    private TypeSystem(BtfBytes btf, @Nullable TypeSystem base, String source) {
        this.btf = btf;
        this.base = base;
        this.source = source;
        this.index = new Lazy<>(() -> new TypeNameIndex(btf));
    }

    /// Reads BTF.
    ///
    /// @param bytes begin with its header; what follows behind its end does not matter
    /// @param source where it is from, in words
    /// @return nothing if the header is not sound or no type can be read
    public static Optional<TypeSystem> ofBtf(byte[] bytes, String source) {
        return BtfBytes.of(bytes, null)
                .filter(btf -> btf.endId() > 1)
                .map(btf -> new TypeSystem(btf, null, source));
    }

    /// Reads the BTF of a module, which goes on where its kernel's ends.
    ///
    /// @return nothing if the header is not sound
    public Optional<TypeSystem> extendedBy(byte[] bytes, String source) {
        return BtfBytes.of(bytes, btf).map(more -> new TypeSystem(more, this, source));
    }

    /// {@return where the types are from, in words}
    public String source() {
        return source;
    }

    /// {@return how many types there are, those of the kernel that a module's go on from included}
    public int count() {
        return btf.endId() - 1;
    }

    /// {@return the number of its first type: 1, or the one behind its kernel's last}
    public int first() {
        return btf.firstId();
    }

    /// {@return whether all of it could be read}
    public boolean complete() {
        return btf.complete();
    }

    /// {@return the type of that number; {@link Type.Nothing} if there is none}
    public Type type(int id) {
        return btf.has(id) ? TypeReader.read(btf, id) : new Type.Nothing();
    }

    /// {@return the number of the type behind aliases and qualifiers; 0 if they do not end}
    public int stripped(int id) {
        int at = id;
        for (int i = 0; i < CHAIN && btf.has(at); i++) {
            switch (btf.kind(at)) {
                case BtfBytes.TYPEDEF,
                        BtfBytes.VOLATILE,
                        BtfBytes.CONST,
                        BtfBytes.RESTRICT,
                        BtfBytes.TYPE_TAG,
                        BtfBytes.VAR ->
                        at = btf.third(at);
                default -> {
                    return at;
                }
            }
        }
        return 0;
    }

    /// {@return the type behind aliases and qualifiers}
    public Type bare(int id) {
        return type(stripped(id));
    }

    /// {@return the bytes that a value of the type takes; nothing for `void`, functions and what
    /// has no size}
    public Optional<Long> size(int id) {
        long count = 1;
        int at = id;
        for (int i = 0; i < DIMENSIONS; i++) {
            Type type = bare(at);
            if (!(type instanceof Type.Array array)) {
                long bytes = plainSize(type);
                return bytes < 0 || (bytes > 0 && count > Long.MAX_VALUE / 8 / bytes)
                        ? Optional.empty()
                        : Optional.of(count * bytes);
            }
            if (array.count() > 0 && count > Long.MAX_VALUE / 8 / array.count()) {
                return Optional.empty();
            }
            count *= array.count();
            at = array.element();
        }
        return Optional.empty();
    }

    private static long plainSize(Type type) {
        return switch (type) {
            case Type.WholeNumber integer -> integer.bytes();
            case Type.FloatingPoint number -> number.bytes();
            case Type.Pointer _ -> POINTER_BYTES;
            case Type.Composite composite -> composite.bytes();
            case Type.Enumeration enumeration -> enumeration.bytes();
            default -> -1;
        };
    }

    /// {@return the size of a structure or union, in bytes}
    public Optional<Long> size(String structure) {
        return structure(structure).flatMap(this::size);
    }

    /// {@return the numbers of all types of that name, its own before its kernel's}
    public List<Integer> allNamed(String name) {
        List<Integer> found = new ArrayList<>(index.get().named(name));
        if (base != null) {
            found.addAll(base.allNamed(name));
        }
        return found;
    }

    /// {@return the type that a person means: `task_struct`, `struct list_head`, `pid_t`, `unsigned
    /// long`, `enum pid_type`}
    public Optional<Integer> named(String typed) {
        String text = typed.strip().replaceAll("\\s+", " ");
        int space = text.indexOf(' ');
        String word = space < 0 ? "" : text.substring(0, space);
        String rest = text.substring(space + 1);
        return switch (word) {
            case "struct", "union" -> structure(rest);
            case "enum" -> firstOf(rest, Type.Enumeration.class);
            default ->
                    structure(text)
                            .or(() -> firstOf(text, Type.Alias.class))
                            .or(() -> firstOf(text, Type.Enumeration.class))
                            .or(() -> firstOf(text, Type.WholeNumber.class))
                            .or(() -> firstOf(CNames.toCompiler(text), Type.WholeNumber.class))
                            .or(() -> firstOf(text, Type.FloatingPoint.class));
        };
    }

    private Optional<Integer> firstOf(String name, Class<? extends Type> kind) {
        return allNamed(name).stream().filter(id -> kind.isInstance(type(id))).findFirst();
    }

    /// {@return the structure or union of that name; of several the largest}
    public Optional<Integer> structure(String name) {
        return structures(name).stream().findFirst();
    }

    private List<Integer> structures(String name) {
        return allNamed(name).stream()
                .filter(this::isComposite)
                .sorted(Comparator.comparingLong((Integer id) -> -btf.third(id)))
                .toList();
    }

    private boolean isComposite(int id) {
        return btf.kind(id) == BtfBytes.STRUCT || btf.kind(id) == BtfBytes.UNION;
    }

    /// {@return the names of all structures, unions, enumerations and aliases, sorted}
    public List<String> names() {
        Set<String> names = new TreeSet<>();
        for (int id = 1; id < btf.endId(); id++) {
            switch (btf.kind(id)) {
                case BtfBytes.STRUCT,
                        BtfBytes.UNION,
                        BtfBytes.ENUM,
                        BtfBytes.ENUM64,
                        BtfBytes.TYPEDEF ->
                        names.add(btf.name(id));
                default -> {}
            }
        }
        names.remove("");
        return List.copyOf(names);
    }

    /// Finds a member by its name, in anonymous structures and unions too.
    ///
    /// @param path `mm`, `thread_info.cpu`, `mem[1].base`
    /// @return nothing if there is no such member
    public Optional<MemberPlace> member(int id, String path) {
        MemberPlace at = new MemberPlace(0, 0, id);
        for (String part : path.replace("[", ".[").split("\\.", -1)) {
            Optional<MemberPlace> next =
                    part.startsWith("[") ? element(at, part) : direct(at.type(), part);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            MemberPlace found = next.get();
            at =
                    new MemberPlace(
                            at.bitOffset() + found.bitOffset(), found.bitWidth(), found.type());
        }
        return Optional.of(at);
    }

    /// {@return a member of the structure or union of that name; of several structures the largest
    /// that has it}
    public Optional<MemberPlace> member(String structure, String path) {
        for (int id : structures(structure)) {
            Optional<MemberPlace> found = member(id, path);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// {@return bytes from the start of a structure to a member}
    public Optional<Long> offset(String structure, String path) {
        return member(structure, path).map(MemberPlace::offset);
    }

    private Optional<MemberPlace> element(MemberPlace array, String part) {
        if (!(bare(array.type()) instanceof Type.Array of)
                || !part.matches("\\[[0-9]{1,9}]")
                || size(of.element()).isEmpty()) {
            return Optional.empty();
        }
        long number = Long.parseLong(part.substring(1, part.length() - 1));
        long bytes = size(of.element()).get();
        return number >= of.count() || bytes > Long.MAX_VALUE / 8 / (number + 1)
                ? Optional.empty()
                : Optional.of(new MemberPlace(8 * number * bytes, 0, of.element()));
    }

    /// What is still to be searched: a structure, how far inside, how deep.
    private record Open(int id, long bitOffset, int depth) {}

    private Optional<MemberPlace> direct(int id, String name) {
        List<Open> open = new ArrayList<>(List.of(new Open(stripped(id), 0, 0)));
        Set<Integer> seen = new HashSet<>();
        while (!open.isEmpty() && !name.isEmpty()) {
            Open at = open.removeLast();
            if (at.depth() > NESTING
                    || !seen.add(at.id())
                    || !(type(at.id()) instanceof Type.Composite composite)) {
                continue;
            }
            List<Open> inside = new ArrayList<>();
            for (Type.Member member : composite.members()) {
                long offset = at.bitOffset() + member.bitOffset();
                if (member.name().equals(name)) {
                    return Optional.of(new MemberPlace(offset, member.bitWidth(), member.type()));
                }
                if (member.name().isEmpty()) {
                    inside.add(new Open(stripped(member.type()), offset, at.depth() + 1));
                }
            }
            open.addAll(inside.reversed());
        }
        return Optional.empty();
    }

    /// {@return the name of a value of an enumeration; nothing if none has it}
    public Optional<String> constant(int enumeration, long value) {
        if (!(bare(enumeration) instanceof Type.Enumeration of)) {
            return Optional.empty();
        }
        int unused = Long.SIZE - 8 * Math.clamp(of.bytes(), 1, 8);
        return of.constants().stream()
                .filter(constant -> (constant.value() ^ value) << unused == 0)
                .map(Type.Constant::name)
                .findFirst();
    }

    /// {@return a declaration as C writes it: `struct task_struct *parent`, `char comm[16]`}
    ///
    /// @param variable the name of what is declared; may be empty
    public String declaration(int id, String variable) {
        return new DeclarationWriter(this).write(id, variable);
    }

    /// {@return the name of a type as C writes it: `struct list_head *`, `unsigned int`}
    public String name(int id) {
        return declaration(id, "");
    }

    /// {@return all that begins as a person typed, structures first, at most `most`}
    public List<String> namesLike(String typed, int most) {
        Set<String> found = new LinkedHashSet<>();
        List<String> all = names();
        all.stream().filter(name -> name.startsWith(typed)).limit(most).forEach(found::add);
        all.stream().filter(name -> name.contains(typed)).limit(most).forEach(found::add);
        return found.stream().limit(most).toList();
    }
}
