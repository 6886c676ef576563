package org.xenoscope.x86;

import java.util.Optional;
import java.util.OptionalLong;

/// The call instruction that ends where a return address points: the test that tells a return
/// address from a number that looks like one.
///
/// Encodings: Intel SDM volume 2A, CALL (`E8 rel32`, `FF /2`). A prefix before the instruction
/// (REX, segment override, notrack) does not matter: what counts is where it ends.
///
/// @param target where a direct call goes; empty for one through a register or memory
public record CallBefore(OptionalLong target) {
    /// Bytes before the return address that are looked at.
    public static final int BYTES = 8;

    /// Lengths of `FF /2` with its operand, without prefixes.
    private static final int[] INDIRECT_LENGTHS = {2, 3, 4, 6, 7};

    private static final int DIRECT_BYTES = 5;

    /// Looks at the bytes before an address.
    ///
    /// @param before the {@link #BYTES} bytes that end where `returnAddress` begins
    /// @param wordBytes 8 for 64-bit code, 4 for 32-bit code
    public static Optional<CallBefore> of(byte[] before, long returnAddress, int wordBytes) {
        if (before.length != BYTES) {
            throw new IllegalArgumentException("a return address is judged by 8 bytes before it");
        }
        if ((before[BYTES - DIRECT_BYTES] & 0xff) == 0xe8) {
            long target = returnAddress + relative(before);
            return Optional.of(
                    new CallBefore(
                            OptionalLong.of(wordBytes == 4 ? target & 0xffff_ffffL : target)));
        }
        for (int length : INDIRECT_LENGTHS) {
            if (indirect(before, length)) {
                return Optional.of(new CallBefore(OptionalLong.empty()));
            }
        }
        return Optional.empty();
    }

    private static int relative(byte[] before) {
        int at = BYTES - 4;
        return (before[at] & 0xff)
                | (before[at + 1] & 0xff) << 8
                | (before[at + 2] & 0xff) << 16
                | before[at + 3] << 24;
    }

    private static boolean indirect(byte[] before, int length) {
        int at = BYTES - length;
        int form = before[at + 1] & 0xff;
        if ((before[at] & 0xff) != 0xff || (form >> 3 & 7) != 2) {
            return false;
        }
        int mode = form >> 6;
        int base = form & 7;
        int size = 2;
        if (mode != 3 && base == 4) {
            size++;
            boolean displaced = mode == 0 && length > 2 && (before[at + 2] & 7) == 5;
            size += displaced ? 4 : 0;
        }
        if (mode == 1) {
            size++;
        } else if (mode == 2 || (mode == 0 && base == 5)) {
            size += 4;
        }
        return size == length;
    }
}
