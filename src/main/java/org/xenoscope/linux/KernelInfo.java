package org.xenoscope.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// VMCOREINFO: what a kernel wrote about itself for tools that read its dumps, lines of
/// `KEY=value`. `SYMBOL` values are hex without `0x`, the others decimal (kernel/vmcore_info.c,
/// formerly kernel/crash_core.c and kernel/kexec.c).
///
/// @param text as it lies in memory
/// @param values by key
public record KernelInfo(String text, Map<String, String> values) {
    /// Bytes that it may have; kernels have up to four pages.
    static final int MOST_BYTES = 1 << 20;

    /// Keeps its own copy.
    public KernelInfo {
        values = Map.copyOf(values);
    }

    /// {@return the keys and values of a text}
    static KernelInfo of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new KernelInfo(text, values);
    }

    /// {@return a decimal value, in brackets behind a word: `number("SIZE", "list_head")`}
    Optional<Long> number(String word, String name) {
        return Optional.ofNullable(values.get(word + "(" + name + ")"))
                .filter(value -> value.matches("-?[0-9]{1,18}"))
                .map(Long::parseLong);
    }

    /// {@return the address of a symbol}
    Optional<Long> symbol(String name) {
        return Optional.ofNullable(values.get("SYMBOL(" + name + ")"))
                .filter(value -> value.matches("[0-9a-f]{1,16}"))
                .map(value -> Long.parseUnsignedLong(value, 16));
    }

    /// {@return the kernel's release}
    Optional<String> release() {
        return Optional.ofNullable(values.get("OSRELEASE"));
    }

    /// {@return the kernel's build id in hex}
    Optional<String> buildId() {
        return Optional.ofNullable(values.get("BUILD-ID"))
                .filter(value -> value.matches("([0-9a-f]{2}){8,32}"));
    }
}
