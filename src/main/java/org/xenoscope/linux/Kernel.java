package org.xenoscope.linux;

import org.jspecify.annotations.Nullable;
import org.xenoscope.place.Fact;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Space;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.CompressedSymbols;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.symbol.SymbolTableBuilder;
import org.xenoscope.type.BtfFinder;
import org.xenoscope.type.TypeSystem;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;

/// What all facts about a kernel begin with: its image, its symbols, its types.
final class Kernel {
    private static final long MOST_BTF = 1 << 26;

    private final SpaceId id;
    private final SpaceReader reader;
    private final Space physical;
    private final Space machine;
    private final Lazy<Fact<ImageExtent>> extent;
    private final Lazy<Optional<CompressedSymbols>> table;
    private final Lazy<Fact<SymbolTable>> symbols;
    private final Lazy<Fact<String>> banner;
    private final Lazy<Fact<TypeSystem>> types;
    private final Lazy<Fact<KernelMemory>> memory;
    private final Optional<SymbolTable> companion;
    private SoftReference<@Nullable KernelImage> kept = new SoftReference<>(null);

    /// @param companion symbols from a file beside the dump, for a kernel without its own
    Kernel(int domain, Spaces spaces, Optional<SymbolTable> companion) {
        this.companion = companion;
        id = new SpaceId(SpaceId.Kind.DOMAIN_VIRTUAL, domain, 0);
        reader = new SpaceReader(spaces.get(id));
        physical = spaces.get(new SpaceId(SpaceId.Kind.DOMAIN_PHYSICAL, domain, 0));
        machine = spaces.get(SpaceId.MACHINE);
        extent = new Lazy<>(this::findExtent);
        table = new Lazy<>(this::findTable);
        symbols = new Lazy<>(this::findSymbols);
        banner = new Lazy<>(this::findBanner);
        types = new Lazy<>(this::findTypes);
        memory = new Lazy<>(this::makeMemory);
    }

    SpaceId space() {
        return id;
    }

    SpaceReader reader() {
        return reader;
    }

    /// {@return the image} It is let go when memory is short, and read again.
    synchronized Optional<KernelImage> image() {
        KernelImage known = kept.get();
        if (known != null) {
            return Optional.of(known);
        }
        Optional<KernelImage> found = KernelImage.find(reader.space());
        kept = new SoftReference<>(found.orElse(null));
        return found;
    }

    Fact<ImageExtent> extent() {
        return extent.get();
    }

    private Fact<ImageExtent> findExtent() {
        if (reader.space().lastAddress() != -1L) {
            return new Unknown<>("kernels of 32 bits are not read");
        }
        return image().<Fact<ImageExtent>>map(
                        image ->
                                Known.at(
                                        new ImageExtent(
                                                image.start(),
                                                image.bytes().length,
                                                image.present()),
                                        "mapped, with a banner",
                                        reader.at(image.start())))
                .orElseGet(() -> new Unknown<>(nothing()));
    }

    private String nothing() {
        return reader.space()
                .explain(KernelImage.FIRST)
                .hole()
                .filter(hole -> hole.reason() == HoleReason.NO_ROOT)
                .map(hole -> decapitalised(Words.inside(hole)))
                .orElse("no banner of a Linux kernel is in %s".formatted(id.text()));
    }

    private static String decapitalised(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private Optional<CompressedSymbols> findTable() {
        if (extent() instanceof Unknown) {
            return Optional.empty();
        }
        return image().flatMap(
                        image ->
                                CompressedSymbols.best(
                                        CompressedSymbols.find(image.bytes(), image.start()),
                                        CompressedSymbols.Kind.LINUX));
    }

    Fact<SymbolTable> symbols() {
        return symbols.get();
    }

    private Fact<SymbolTable> findSymbols() {
        if (extent() instanceof Unknown<ImageExtent> unknown) {
            return new Unknown<>(unknown.reason());
        }
        return table.get()
                .<Fact<SymbolTable>>map(
                        found ->
                                Known.at(
                                        found.symbols(),
                                        found.symbols().source(),
                                        reader.at(found.namesAddress())))
                .or(() -> companion.map(table -> Known.of(table, table.source())))
                .orElseGet(() -> new Unknown<>("no table of symbols is in the kernel's image"));
    }

    Fact<String> banner() {
        return banner.get();
    }

    private Fact<String> findBanner() {
        if (extent() instanceof Unknown<ImageExtent> unknown) {
            return new Unknown<>(unknown.reason());
        }
        Optional<Long> symbol = symbols().value().flatMap(found -> found.address("linux_banner"));
        KernelImage.Banner found = image().orElseThrow().banner(symbol);
        String how =
                symbol.filter(address -> address == found.address()).isPresent()
                        ? "linux_banner"
                        : "in the kernel's image";
        return Known.at(found.text(), how + proof(found.address()), reader.at(found.address()));
    }

    /// {@return whether the domain's p2m leads to the same frame: another domain's kernel looks the
    /// same, but lies elsewhere}
    private String proof(long address) {
        long walked = reader.space().locate(address);
        long listed = physical.locate(address - KernelImage.FIRST);
        if (listed < 0) {
            return "";
        }
        return walked == listed
                ? "; the p2m leads to the same frame"
                : "; the p2m leads to another frame: it may be another domain's";
    }

    Fact<TypeSystem> types() {
        return types.get();
    }

    private Fact<TypeSystem> findTypes() {
        if (extent() instanceof Unknown<ImageExtent> unknown) {
            return new Unknown<>(unknown.reason());
        }
        KernelImage image = image().orElseThrow();
        Optional<SymbolTable> names = symbols().value();
        Optional<Long> start = names.flatMap(found -> found.address("__start_BTF"));
        Optional<Long> stop = names.flatMap(found -> found.address("__stop_BTF"));
        if (start.isPresent() && stop.isPresent() && stop.get() - start.get() <= MOST_BTF) {
            Optional<TypeSystem> named =
                    image.slice(start.get(), stop.get() - start.get())
                            .flatMap(bytes -> TypeSystem.ofBtf(bytes, "BTF at __start_BTF"));
            if (named.isPresent()) {
                return Known.at(named.get(), "__start_BTF", reader.at(start.get()));
            }
        }
        for (BtfFinder.Piece piece : BtfFinder.find(image.bytes())) {
            long address = image.start() + piece.offset();
            Optional<TypeSystem> found =
                    image.slice(address, piece.length())
                            .flatMap(bytes -> TypeSystem.ofBtf(bytes, "BTF in the image"))
                            .filter(types -> types.structure("task_struct").isPresent());
            if (found.isPresent()) {
                return Known.at(found.get(), "its header in the image", reader.at(address));
            }
        }
        return new Unknown<>("this kernel carries no type information (BTF)");
    }

    /// {@return what the finders of facts need, or why there is no kernel}
    Fact<KernelMemory> memory() {
        return memory.get();
    }

    private Fact<KernelMemory> makeMemory() {
        if (extent() instanceof Unknown<ImageExtent> unknown) {
            return new Unknown<>(unknown.reason());
        }
        Optional<SymbolTable> names = symbols().value();
        Optional<KernelInfo> searched = names.isEmpty() ? search() : Optional.empty();
        SymbolTable table = names.orElseGet(() -> fromInfo(searched));
        return Known.of(
                new KernelMemory(reader, table, types().value(), () -> searched),
                "the kernel's image");
    }

    private Optional<KernelInfo> search() {
        return banner().value()
                .map(text -> text.replaceFirst("^Linux version (\\S+).*", "$1"))
                .flatMap(release -> InfoFinder.bySearch(machine, release));
    }

    /// A kernel without kallsyms names a few of its symbols for readers of dumps.
    private static SymbolTable fromInfo(Optional<KernelInfo> info) {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        info.map(KernelInfo::values).orElse(Map.of()).keySet().stream()
                .filter(key -> key.startsWith("SYMBOL("))
                .map(key -> key.substring(7, key.length() - 1))
                .forEach(
                        name ->
                                info.get()
                                        .symbol(name)
                                        .ifPresent(address -> builder.add(address, 'D', name)));
        return builder.build("VMCOREINFO");
    }
}
