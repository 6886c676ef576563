package org.xenoscope.x86;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.OptionalLong;

/// Encodings by hand from the Intel SDM, volume 2A, table 2-2 and the page of CALL.
class CallBeforeTest {
    private static final long RETURN = 0xffff_82d0_4020_1000L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffd0", // call rax
                "ffd7", // call rdi
                "41ffd4", // call r12
                "ff10", // call [rax]
                "ff5008", // call [rax+8]
                "41ff5710", // call [r15+0x10]
                "ff542408", // call [rsp+8]
                "41ff542408", // call [r12+8]
                "ff9078010000", // call [rax+0x178]
                "ff1500010000", // call [rip+0x100]
                "ff14c500204000", // call [rax*8+0x402000]
                "ff942480000000", // call [rsp+0x80]
                "41ff942480000000", // call [r12+0x80]
                "ff1424", // call [rsp]
            })
    void knowsCallsThroughRegistersAndMemory(String code) {
        assertThat(CallBefore.of(before(code), RETURN, 8))
                .hasValue(new CallBefore(OptionalLong.empty()));
    }

    @Test
    void tellsWhereADirectCallGoes() {
        assertThat(CallBefore.of(before("e8fbffffff"), RETURN, 8))
                .hasValue(new CallBefore(OptionalLong.of(RETURN - 5)));
        assertThat(CallBefore.of(before("e800000080"), 0x1000, 4))
                .hasValue(new CallBefore(OptionalLong.of(0x8000_1000L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e9fbffffff", // jmp
                "ffe0", // jmp rax
                "ff2500010000", // jmp [rip+0x100]
                "ff30", // push [rax]
                "ff50", // call [rax+…], its displacement missing
                "ff14", // call [sib…], the rest missing
                "90", // nop
                "c3", // ret
            })
    void takesNothingElseForACall(String code) {
        assertThat(CallBefore.of(before(code), RETURN, 8)).isEmpty();
    }

    private static byte[] before(String code) {
        return HexFormat.of().parseHex("90".repeat(CallBefore.BYTES - code.length() / 2) + code);
    }
}
