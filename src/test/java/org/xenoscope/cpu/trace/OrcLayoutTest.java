package org.xenoscope.cpu.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The layouts of ORC entries, told by what their last words hold. The words are those of Debian's
/// kernels 6.1, 6.12 and 7.2.
class OrcLayoutTest {
    @Test
    void tellsTheLayoutBeforeTypesByItsMarkOfTheEnd() {
        assertThat(OrcLayout.of(new int[] {0x005, 0x015, 0x400, 0x005}))
                .isEqualTo(OrcLayout.END_IN_10);
    }

    @Test
    void tellsTypesByThatOfCalls() {
        OrcLayout layout = OrcLayout.of(new int[] {0x205, 0x215, 0x100, 0x205});

        assertThat(layout).isEqualTo(OrcLayout.TYPES);
        assertThat(layout.entry(16, -16, 0x214))
                .isEqualTo(new OrcEntry(16, -16, 4, 1, OrcEntry.Kind.CALL, false));
    }

    /// The same prologue as above, `push rbp; mov rbp, rsp`, in the numbers of 7.2.
    @Test
    void tellsTheNumbersOf72ByTheStackPointer() {
        OrcLayout layout = OrcLayout.of(new int[] {0x203, 0x283, 0x100, 0x203, 0x284});

        assertThat(layout).isEqualTo(OrcLayout.RENUMBERED);
        assertThat(layout.entry(24, 0, 0x203))
                .isEqualTo(new OrcEntry(24, 0, 5, 0, OrcEntry.Kind.CALL, false));
        assertThat(layout.entry(16, -16, 0x284))
                .isEqualTo(new OrcEntry(16, -16, 4, 1, OrcEntry.Kind.CALL, false));
        assertThat(layout.entry(0, 0, 0xb03).kind()).isEqualTo(OrcEntry.Kind.REGISTERS);
    }
}
