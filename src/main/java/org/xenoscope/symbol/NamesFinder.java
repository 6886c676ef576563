package org.xenoscope.symbol;

import java.util.Optional;

/// Finds the markers and the names that lie before a table of tokens.
///
/// Orders: names, markers, tokens; or names, markers, three bytes a name of `seqs_of_names`, tokens
/// (Linux 6.2, 6.3 and stable kernels such as 6.1.192). Source: Linux scripts/kallsyms.c 2.6.10 to
/// 7.2, Xen xen/tools/symbols.c 3.0 to 4.21.
final class NamesFinder {
    private static final int MOST_NAMES = SymbolTableBuilder.MOST;

    /// Bytes that a block of 256 names can have.
    private static final int LEAST_STEP = PackedNames.BLOCK;

    private static final int MOST_STEP = PackedNames.BLOCK * 300;
    private static final int MOST_PADDING = 15;

    /// Bytes of `seqs_of_names` for each name.
    private static final int SEQUENCE = 3;

    /// Damage is accepted where this part of the blocks is whole, of at least so many.
    private static final int WHOLE_OF_FOUR = 3;

    private static final int BLOCKS_TO_JUDGE = 8;

    private final Region region;
    private final int tokens;

    NamesFinder(Region region, int tokens) {
        this.region = region;
        this.tokens = tokens;
    }

    Optional<PackedNames> find() {
        for (int width : new int[] {4, 8}) {
            for (int padding = 0; padding <= 12; padding += 4) {
                int end = tokens - padding;
                if (!region.zeros(end, tokens)) {
                    break;
                }
                Optional<PackedNames> found = withMarkersTo(end, width);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return behindSequences();
    }

    /// Walks back over markers, which fall to 0.
    private Optional<PackedNames> withMarkersTo(int end, int width) {
        long previous = -1;
        int number = 0;
        for (int at = end - width; at >= 0; at -= width) {
            long marker = marker(at, width);
            if (marker < 0 || (previous >= 0 && !isStep(previous - marker))) {
                return Optional.empty();
            }
            number++;
            if (marker == 0) {
                return names(at, number, width);
            }
            if (number > MOST_NAMES / PackedNames.BLOCK) {
                return Optional.empty();
            }
            previous = marker;
        }
        return Optional.empty();
    }

    private static boolean isStep(long step) {
        return step >= LEAST_STEP && step <= MOST_STEP;
    }

    private long marker(int at, int width) {
        if (width == 8 && region.s32(at + 4) != 0) {
            return -1;
        }
        int value = region.s32(at);
        return value < 0 ? -1 : value;
    }

    /// Tries every number of names from `seqs_of_names`' length.
    private Optional<PackedNames> behindSequences() {
        int least = Math.max(64, tokens - SEQUENCE * MOST_NAMES);
        for (int start = (tokens - SEQUENCE) & ~7; start >= least; start -= 8) {
            int number = (tokens - start) / SEQUENCE;
            int blocks = (number + PackedNames.BLOCK - 1) / PackedNames.BLOCK;
            int markers = (start - 4 * blocks) & ~7;
            if (markers < 16 || region.s32(markers) != 0 || !rises(markers, blocks)) {
                continue;
            }
            Optional<PackedNames> found = names(markers, blocks, 4);
            if (found.isPresent() && SEQUENCE * (long) found.get().count() <= tokens - start) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// {@return whether the first markers could be some: enough to leave most places out quickly}
    private boolean rises(int markers, int blocks) {
        for (int i = 1; i < Math.min(blocks, 4); i++) {
            long step = region.u32(markers + 4 * i) - region.u32(markers + 4 * (i - 1));
            if (!isStep(step)) {
                return false;
            }
        }
        return true;
    }

    /// Looks for the names before their markers: the number of names stands before them, and the
    /// walk over them must meet every marker and end where the markers begin.
    private Optional<PackedNames> names(int markersAt, int number, int width) {
        int[] markers = new int[number];
        for (int i = 0; i < number; i++) {
            long marker = marker(markersAt + i * width, width);
            if (marker < 0 || marker > markersAt || (i > 0 && marker <= markers[i - 1])) {
                return Optional.empty();
            }
            markers[i] = (int) marker;
        }
        int high = markersAt - markers[number - 1];
        int low = Math.max(8, high - MOST_STEP);
        for (int names = high & ~3; names > low; names -= 4) {
            for (int back = 4; back <= 8; back += 4) {
                long count = region.u32(names - back);
                if (count <= (number - 1L) * PackedNames.BLOCK
                        || count > (long) number * PackedNames.BLOCK
                        || (back == 8 && region.s32(names - 4) != 0)) {
                    continue;
                }
                for (boolean big : new boolean[] {false, true}) {
                    PackedNames packed =
                            new PackedNames(
                                    (int) count, names, names - back, markersAt, big, markers);
                    int whole = wholeBlocks(packed);
                    if (whole == number) {
                        return Optional.of(packed);
                    }
                }
                Optional<PackedNames> damaged =
                        damaged((int) count, names, back, markersAt, markers);
                if (damaged.isPresent()) {
                    return damaged;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<PackedNames> damaged(
            int count, int names, int back, int markersAt, int[] markers) {
        PackedNames plain = new PackedNames(count, names, names - back, markersAt, false, markers);
        PackedNames big = new PackedNames(count, names, names - back, markersAt, true, markers);
        int wholePlain = wholeBlocks(plain);
        int wholeBig = wholeBlocks(big);
        int best = Math.max(wholePlain, wholeBig);
        if (markers.length < BLOCKS_TO_JUDGE || best * 4 < markers.length * WHOLE_OF_FOUR) {
            return Optional.empty();
        }
        return Optional.of(wholeBig > wholePlain ? big : plain);
    }

    private int wholeBlocks(PackedNames packed) {
        int[] markers = packed.markers();
        int last = markers.length - 1;
        int end = packed.markersAt();
        int whole = 0;
        for (int block = 0; block < last; block++) {
            int from = packed.names() + markers[block];
            int to = PackedNames.skip(region, from, PackedNames.BLOCK, packed.big(), end);
            if (to == packed.names() + markers[block + 1]) {
                whole++;
            } else if (block == 0 && markers.length < BLOCKS_TO_JUDGE) {
                return 0;
            }
        }
        int to =
                PackedNames.skip(
                        region,
                        packed.names() + markers[last],
                        packed.count() - last * PackedNames.BLOCK,
                        packed.big(),
                        end);
        if (to >= 0 && end - to <= MOST_PADDING && region.zeros(to, end)) {
            whole++;
        }
        return whole;
    }
}
