package org.xenoscope.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoleReasonTest {

    @ParameterizedTest
    @EnumSource(HoleReason.class)
    void hasANegativeCodeThatLeadsBackToIt(HoleReason reason) {
        assertThat(reason.code()).isNegative();
        assertThat(HoleReason.ofCode(reason.code())).isEqualTo(reason);
    }

    @Test
    void refusesCodesOfNoReason() {
        assertThatThrownBy(() -> HoleReason.ofCode(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HoleReason.ofCode(Long.MIN_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheTableWhenATableIsMissing() {
        assertThat(HoleReason.NOT_IN_DUMP.inTable()).isEqualTo(HoleReason.TABLE_NOT_IN_DUMP);
        assertThat(HoleReason.TRUNCATED.inTable()).isEqualTo(HoleReason.TABLE_TRUNCATED);
        assertThat(HoleReason.ZERO_FILL.inTable()).isEqualTo(HoleReason.TABLE_ZERO_FILL);
        assertThat(HoleReason.IO_ERROR.inTable()).isEqualTo(HoleReason.IO_ERROR);
    }
}
