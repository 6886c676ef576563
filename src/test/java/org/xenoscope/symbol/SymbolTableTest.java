package org.xenoscope.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SymbolTableTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;

    private static final SymbolTable TABLE =
            new SymbolTableBuilder()
                    .add(TEXT + 0x2000, 't', "common/kexec.c#buffer")
                    .add(TEXT + 0x1000, 'T', "__sys_write")
                    .add(TEXT + 0x1000, 'W', "write")
                    .add(TEXT + 0x1000, 'T', "ksys_write")
                    .add(TEXT + 0x1000, 'T', "__start_text")
                    .add(TEXT, 'T', "_stext")
                    .add(TEXT, 'T', "startup_64")
                    .add(0x1fb80, 'A', "current_task")
                    .add(TEXT + 0x3000, 't', "arch/x86/mm.c#buffer")
                    .add(TEXT + 0x4000, 'D', "init_task")
                    .add(TEXT + 0x9000, 'B', "_end")
                    .add(0xffff_ffff_c000_0000L, 't', "privcmd_ioctl", Optional.of("xen_privcmd"))
                    .add(0xffff_ffff_c000_1000L, 'T', "buffer", Optional.of("other"))
                    .build("a test");

    @Test
    void symbolsAreSortedByUnsignedAddress() {
        assertThat(TABLE.all()).extracting(Symbol::name).startsWith("current_task", "_stext");
        assertThat(TABLE.size()).isEqualTo(13);
        assertThat(TABLE.get(12).module()).contains("other");
    }

    @Test
    void theNameThatSaysMostIsTakenOfSeveralAtOneAddress() {
        assertThat(text(TEXT)).isEqualTo("startup_64");
        assertThat(text(TEXT + 0x10)).isEqualTo("startup_64+0x10");
        assertThat(text(TEXT + 0x1010)).isEqualTo("ksys_write+0x10");
        assertThat(text(0xffff_ffff_c000_0004L)).isEqualTo("privcmd_ioctl+0x4 [xen_privcmd]");
    }

    @Test
    void whatLiesBehindTheImageHasNoName() {
        assertThat(text(TEXT + 0x9000)).isEqualTo("_end");
        assertThat(text(TEXT + 0x9001)).isEmpty();
        assertThat(text(TEXT - 1)).isEmpty();
        assertThat(text(0x1fb80)).isEmpty();
        assertThat(text(0)).isEmpty();
        assertThat(text(-1)).isEmpty();
        assertThat(SymbolTable.EMPTY.at(0)).isEmpty();
    }

    @Test
    void staticsAreFoundWithAndWithoutTheirFile() {
        assertThat(TABLE.allNamed("buffer")).hasSize(3);
        assertThat(TABLE.named("buffer").orElseThrow().fullName())
                .as("the kernel's own before a module's")
                .isEqualTo("common/kexec.c#buffer");
        assertThat(TABLE.address("arch/x86/mm.c#buffer")).contains(TEXT + 0x3000);
        assertThat(TABLE.named("common/none.c#buffer")).isEmpty();
        assertThat(TABLE.named("")).isEmpty();
    }

    @Test
    void findsNamesByWhatWasTypedOfThem() {
        assertThat(TABLE.matching("WRITE", 10))
                .extracting(Symbol::name)
                .containsExactly("write", "ksys_write", "__sys_write");
        assertThat(TABLE.matching("inittask", 10)).extracting(Symbol::name).contains("init_task");
        assertThat(TABLE.matching("write", 1)).hasSize(1);
        assertThat(TABLE.matching(" ", 10)).isEmpty();
    }

    @Test
    void searchesTwoHundredThousandNamesInFiftyMilliseconds() {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        for (int i = 0; i < 200_000; i++) {
            builder.add(TEXT + 16L * i, 'T', "some_function_of_the_kernel_" + i);
        }
        SymbolTable table = builder.build("a test");
        table.matching("warm_up", 50);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(table.matching("kernel_1999", 50)).hasSize(50);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best).isLessThan(50_000_000L);
        assertThat(table.named("some_function_of_the_kernel_777")).isPresent();
    }

    @Test
    void mergedTablesKeepFilesAndModules() {
        SymbolTable other = new SymbolTableBuilder().add(TEXT + 8, 'T', "added").build("b");
        SymbolTable merged = SymbolTable.merged("both", List.of(TABLE, other));
        assertThat(merged.size()).isEqualTo(14);
        assertThat(merged.source()).isEqualTo("both");
        assertThat(merged.named("arch/x86/mm.c#buffer")).isPresent();
        assertThat(merged.named("privcmd_ioctl").orElseThrow().module()).contains("xen_privcmd");
        assertThat(merged.at(TEXT + 9).orElseThrow().text()).isEqualTo("added+0x1");
    }

    @Test
    void aHundredThousandSymbolsOfOneNameCostNoMoreThanTheirNumber() {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        for (int i = 0; i < 100_000; i++) {
            builder.add(TEXT + i, 't', "__func__.0");
        }
        SymbolTable table = builder.build("a test");
        assertThat(table.allNamed("__func__.0")).hasSize(100_000);
        assertThat(table.named("__func__.0").orElseThrow().address()).isEqualTo(TEXT);
    }

    private static String text(long address) {
        return TABLE.at(address).map(SymbolOffset::text).orElse("");
    }
}
