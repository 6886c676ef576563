package org.xenoscope.type;

import java.util.Map;

/// Names of integers: compilers write `long unsigned int`, people `unsigned long`.
final class CNames {
    private static final Map<String, String> BY_COMPILER =
            Map.of(
                    "long unsigned int", "unsigned long",
                    "long int", "long",
                    "short unsigned int", "unsigned short",
                    "short int", "short",
                    "long long unsigned int", "unsigned long long",
                    "long long int", "long long",
                    "_Bool", "bool");

    private CNames() {}

    /// {@return the name as people write it}
    static String of(String compilers) {
        return BY_COMPILER.getOrDefault(compilers, compilers);
    }

    /// {@return the name as compilers write it}
    static String toCompiler(String people) {
        return BY_COMPILER.entrySet().stream()
                .filter(entry -> entry.getValue().equals(people))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(people);
    }
}
