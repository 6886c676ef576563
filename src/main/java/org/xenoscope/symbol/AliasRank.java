package org.xenoscope.symbol;

import java.util.Set;
import java.util.regex.Pattern;

/// Which of several symbols of one address says most.
final class AliasRank {
    private static final Pattern LINKER =
            Pattern.compile(
                    "\\..*|__(start|stop|begin|end)_.*|_?_?.*_(start|end|begin|stop)|_?[se]?(text|data|rodata|bss|end)"
                        + "|_[se](init|exit)text|__(bss|init|per_cpu)_(start|end|begin)|_stextentry|_etextentry");

    private static final Set<String> END =
            Set.of("_end", "end", "__brk_limit", "_brk_end", "__2M_rwdata_end");

    private AliasRank() {}

    /// {@return the lower, the better}
    static int of(SymbolColumns columns, int number) {
        String name = columns.name(number);
        int type = columns.types[number];
        boolean weak = type == 'w' || type == 'W' || type == 'v' || type == 'V';
        int underscores = 0;
        while (underscores < name.length() && name.charAt(underscores) == '_') {
            underscores++;
        }
        return (LINKER.matcher(name).matches() ? 1 << 10 : 0)
                + (weak ? 1 << 9 : 0)
                + Math.min(underscores, 100);
    }

    /// {@return whether nothing of the image is behind that symbol}
    static boolean endsImage(String name) {
        return END.contains(name);
    }
}
