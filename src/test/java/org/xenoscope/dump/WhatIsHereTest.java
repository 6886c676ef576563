package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.Corpus;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is at a place, against what crash, nm and Xen said of the same dump.
class WhatIsHereTest {
    @Test
    @Tag("corpus")
    void w45TellsEachSpaceSymbolRegionAndOwnerOfAPlace() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            // System.map: linux_banner; the M2P that Xen printed: mfn 0x12161 is pfn 0x2161
            WhatIsHere banner = here(dump, "dom0:0xffffffff82161904");
            assertThat(words(banner, "symbol")).containsExactly("linux_banner+0x4");
            assertThat(words(banner, "same byte").getFirst())
                    .contains("machine:0x12161904", "file:0x12104904")
                    .contains("dom0-physical:0x2161904", "dom0:0xffff888002161904");
            assertThat(words(banner, "region").getFirst()).startsWith("the kernel's image, 0x");
            assertThat(words(banner, "frame").getFirst()).startsWith("MFN 0x12161: dom0");
            assertThat(words(banner, "domain frame")).containsExactly("dom0, PFN 0x2161");
            assertThat(banner.steps()).isNotEmpty();
            assertThat(banner.lines())
                    .allSatisfy(
                            line -> {
                                if (line.fact() instanceof Known<String> known) {
                                    assertThat(known.evidence()).isNotEmpty();
                                }
                            });

            // the same facts from the machine's side
            WhatIsHere machine = here(dump, "machine:0x12161904");
            assertThat(words(machine, "symbol")).containsExactly("linux_banner+0x4");
            assertThat(words(machine, "same byte").getFirst()).contains("dom0:0xffffffff82161904");
            assertThat(words(here(dump, "dom0:0xffff888002161904"), "region"))
                    .containsExactly("the kernel's direct map of its memory");
        }
    }

    @Test
    @Tag("corpus")
    void w45TellsTasksAndStacks() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            // crash: PID 1 "init", TASK ffff888004e03080, __schedule's frame at ffffc900400139b0
            assertThat(words(here(dump, "dom0:0xffff888004e03090"), "task"))
                    .containsExactly("task_struct of init (1), +0x10");
            WhatIsHere stack = here(dump, "dom0:0xffffc900400139b0");
            assertThat(words(stack, "task stack"))
                    .containsExactly("kernel stack of init (1), byte 0x39b0 of 0x4000");
            // the region of its byte in the direct map is not the region of this address
            assertThat(words(stack, "region")).isEmpty();
            assertThat(words(stack, "points to").getFirst())
                    .startsWith("dom0:0xffffffff81a52")
                    .contains("schedule");
            assertThat(words(here(dump, "dom0:0xffffc90040014000"), "task stack")).isEmpty();
            // the notes of CPU 0: rsp; its stack ends at 0xffff830027db0000 and has 32 KiB
            WhatIsHere xen = here(dump, "xen:0xffff830027daaf10");
            assertThat(words(xen, "Xen's stack"))
                    .containsExactly("stack of pCPU 0, byte 0x2f10 of 0x8000");
            assertThat(words(xen, "region")).containsExactly("Xen's direct map of machine memory");
            // nm of xen-syms
            WhatIsHere call = here(dump, "xen:0xffff82d040250d31");
            assertThat(words(call, "symbol")).containsExactly("do_sched_op+0x1");
            assertThat(words(call, "region").getFirst()).startsWith("Xen's image");
            assertThat(words(call, "frame").getFirst()).contains("Xen");
        }
    }

    @Test
    @Tag("corpus")
    void w45FindsEveryMapping() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            List<WhatIsHere.Line> lines =
                    WhatIsHere.mappings(dump, Location.parse("machine:0x12161904"));
            assertThat(words(lines, "mapped in dom0").getFirst())
                    .contains("dom0:0xffff888002161904", "dom0:0xffffffff82161904");
            assertThat(words(lines, "mapped in xen").getFirst()).contains("xen:0xffff830012161904");
        }
    }

    @Test
    void w45SaysWhyThereIsNothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(new PvMachine(7), file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            WhatIsHere nothing = here(dump, "dom0:0xffffc12345678000");
            assertThat(nothing.lines().getFirst().topic()).isEqualTo("byte");
            assertThat(nothing.lines().getFirst().fact().value()).isEmpty();
            assertThat(words(nothing, "symbol")).isEmpty();
            assertThat(words(nothing, "frame")).isEmpty();
            assertThat(words(here(dump, "file:0x12"), "field")).isNotEmpty();
            assertThat(
                            WhatIsHere.mappings(dump, Location.parse("dom0:0xffffc12345678000"))
                                    .getFirst()
                                    .fact()
                                    .value())
                    .isEmpty();
        }
    }

    private static WhatIsHere here(Dump dump, String place) {
        return WhatIsHere.of(dump, Location.parse(place));
    }

    private static List<String> words(WhatIsHere here, String topic) {
        return words(here.lines(), topic);
    }

    private static List<String> words(List<WhatIsHere.Line> lines, String topic) {
        List<String> words = new ArrayList<>();
        for (WhatIsHere.Line line : lines) {
            if (line.topic().equals(topic)) {
                line.fact().value().ifPresent(words::add);
            }
        }
        return words;
    }
}
