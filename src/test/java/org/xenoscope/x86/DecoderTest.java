package org.xenoscope.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/// Instructions against their encodings in the Intel SDM and against what objdump says of a program
/// of this system.
class DecoderTest {
    private static final Path PROGRAM = Path.of("/usr/bin/env");

    private static Decoder decoder;

    @BeforeAll
    static void needsALibrary() {
        Fact<Decoder> fact = Decoders.forWords(8);
        if (fact instanceof Unknown<Decoder> unknown) {
            assertThat(unknown.reason()).contains("libcapstone5");
        }
        assumeTrue(fact instanceof Known<Decoder>, "Capstone is not installed");
        decoder = fact.value().orElseThrow();
    }

    @Test
    void tellsWhereJumpsCallsAndOperandsLead() {
        byte[] code =
                HexFormat.of()
                        .parseHex("e810000000" + "75fe" + "eb02" + "488b0510000000" + "c3" + "06");
        List<Instruction> found = decoder.decode(code, 0xffff_ffff_8100_0000L, 10);

        assertThat(found)
                .extracting(Instruction::kind)
                .startsWith(
                        Instruction.Kind.CALL,
                        Instruction.Kind.CONDITIONAL_JUMP,
                        Instruction.Kind.JUMP,
                        Instruction.Kind.PLAIN,
                        Instruction.Kind.RETURN);
        assertThat(found.get(0).target()).isEqualTo(OptionalLong.of(0xffff_ffff_8100_0015L));
        assertThat(found.get(1).target()).isEqualTo(OptionalLong.of(0xffff_ffff_8100_0005L));
        assertThat(found.get(3).reference()).isEqualTo(OptionalLong.of(0xffff_ffff_8100_0020L));
        assertThat(found.get(0).bytes()).isEqualTo("e8 10 00 00 00");
    }

    /// `inc dword ptr gs:[rip + 0x7e61de1e]`, as Linux counts preemption: the sum is an offset into
    /// the CPU's own area.
    @Test
    void takesAnOffsetIntoASegmentForNoAddress() {
        byte[] code = HexFormat.of().parseHex("65ff051ede617e");
        List<Instruction> found = decoder.decode(code, 0xffff_ffff_81a0_1d1bL, 1);

        assertThat(found.getFirst().text()).contains("gs:[rip");
        assertThat(found.getFirst().reference()).isEmpty();
    }

    @Test
    void givesNoMoreThanAskedAndNothingOfNothing() {
        assertThat(decoder.decode(new byte[] {(byte) 0x90, (byte) 0x90}, 0, 1)).hasSize(1);
        assertThat(decoder.decode(new byte[0], 0, 1)).isEmpty();
    }

    /// Every call that objdump sees has a call before the address behind it, and begins where
    /// objdump says.
    @Test
    void agreesWithObjdump() throws Exception {
        byte[] file = Files.readAllBytes(PROGRAM);
        List<String[]> lines = objdump();
        assumeTrue(!lines.isEmpty(), "no objdump");
        int calls = 0;
        for (String[] line : lines) {
            int at = Integer.parseInt(line[0], 16);
            int length = line[1].length() / 2;
            byte[] code = HexFormat.of().parseHex(line[1]);
            int end = at + length;
            Instruction first = decoder.decode(code, at, 1).getFirst();
            assertThat(first.length()).as(String.join(" ", line)).isEqualTo(length);
            if (line[2].matches("(notrack |bnd )?call.*") && end >= 8 && end <= file.length) {
                calls++;
                byte[] before = java.util.Arrays.copyOfRange(file, end - 8, end);
                assertThat(CallBefore.of(before, end, 8)).as(String.join(" ", line)).isPresent();
                assertThat(first.kind()).isEqualTo(Instruction.Kind.CALL);
            }
        }
        assertThat(calls).isGreaterThan(100);
    }

    /// Address (which is the file's offset in `.text` of this program), bytes and text of each
    /// line.
    private static List<String[]> objdump() throws Exception {
        List<String[]> lines = new ArrayList<>();
        Process process;
        try {
            process =
                    new ProcessBuilder("objdump", "-d", "-w", "-j", ".text", PROGRAM.toString())
                            .start();
        } catch (java.io.IOException _) {
            return lines;
        }
        try (InputStream output = process.getInputStream();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split("\t", -1);
                if (parts.length == 3 && !parts[2].contains("(bad)")) {
                    lines.add(
                            new String[] {
                                parts[0].strip().replace(":", ""),
                                parts[1].replace(" ", ""),
                                parts[2].strip()
                            });
                }
            }
        }
        return lines;
    }
}
