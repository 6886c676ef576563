package org.xenoscope.cpu.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.symbol.SymbolTableBuilder;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Stacks that lie: each trace ends in time, with an honest last frame and its reason.
class HostileStacksTest {
    private static final long TEXT = 0xffff_82d0_4020_0000L;
    private static final long STACK = 0xffff_8300_27db_0000L;
    private static final long TOP = STACK + 0x8000 - 264;
    private static final long KERNEL = 0xffff_ffff_8100_0000L;
    private static final long KERNEL_STACK = 0xffff_c900_409d_8000L;
    private static final long ORC_IP = 0xffff_ffff_8200_0000L;

    private final TestMemory xen = new TestMemory(SpaceId.XEN).stack(STACK, 0x8000);
    private final XenStack stack = new XenStack(STACK, 0x8000, TOP);

    /// Functions of 256 bytes, each with a call at its offset 0x10 to the one before it.
    private SymbolTable functions(int count) {
        SymbolTableBuilder symbols = new SymbolTableBuilder();
        for (int i = 0; i < count; i++) {
            long start = TEXT + 0x100L * i;
            int distance = -0x100 - 0x15;
            xen.bytes(start + 0x10, 0xe8, distance, distance >> 8, distance >> 16, distance >> 24);
            symbols.add(start, 'T', "function_" + i);
        }
        return symbols.build("made by the test");
    }

    private static long returnInto(int function) {
        return TEXT + 0x100L * function + 0x15;
    }

    @Test
    void followsAChainOfCallsAndLeavesOutWhatIsLeftOver() {
        SymbolTable symbols = functions(16);
        long rsp = TOP - 0x80;
        xen.u64(rsp, returnInto(1));
        xen.u64(rsp + 0x10, returnInto(9)); // left over
        xen.u64(rsp + 0x18, TEXT + 0x100); // a pointer to a function
        xen.u64(rsp + 0x20, returnInto(2));
        xen.u64(rsp + 0x78, returnInto(3));
        Trace trace = trace(symbols, rsp);

        assertThat(trace.frames())
                .extracting(TraceFrame::name)
                .containsExactly("function_1+0x15", "function_2+0x15", "function_3+0x15");
        assertThat(trace.all())
                .filteredOn(frame -> frame.grade() == Grade.UNCERTAIN)
                .extracting(TraceFrame::name)
                .containsExactly("function_9+0x15");
        assertThat(trace.complete()).isTrue();
    }

    @Test
    void endsWhereTheStackPointerLeadsNowhere() {
        assertThat(trace(SymbolTable.EMPTY, 0xdead_beef_0000L))
                .isEqualTo(new Trace(List.of(), false, "0xdeadbeef0000 is not on a Xen stack"));
        XenStack absent = new XenStack(0xffff_8300_5000_0000L, 0x8000, 0xffff_8300_5000_7ef8L);
        Trace trace =
                new XenTracer(new Code(xen.reader(), SymbolTable.EMPTY, 8))
                        .trace(absent, 0xffff_8300_5000_7000L, false);
        assertThat(trace.frames()).isEmpty();
        assertThat(trace.ending()).isEqualTo("the stack at 0xffff830050007000 is not in the dump");
    }

    /// Every word of the stack is a return address.
    @Test
    void isBoundedOnAStackFullOfReturnAddresses() {
        SymbolTable symbols = functions(1024);
        for (int i = 0; i < 0x2000 / 8 - 34; i++) {
            xen.u64(STACK + 0x6000 + 8L * i, returnInto(1 + i % 1000));
        }
        Trace trace =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> trace(symbols, STACK + 0x6000));

        assertThat(trace.all()).hasSizeLessThanOrEqualTo(ChainScan.MOST);
    }

    /// As many exception frames as the stack has room for, each the interrupted one of the next.
    @Test
    void followsNestedFramesToTheTop() {
        SymbolTable symbols = functions(4);
        long at = STACK + 0x6000;
        int frames = 0;
        for (; at + 2 * 176 < TOP; at += 176) {
            frame(at, TEXT + 0x120, at + 176);
            frames++;
        }
        Trace trace = trace(symbols, STACK + 0x6000);

        assertThat(trace.frames()).hasSize(frames);
        assertThat(trace.complete()).isFalse();
        assertThat(trace.ending()).isEqualTo("no known entry is behind it");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -0x100, 168 - 8, 0x10_0000})
    void takesNoFrameWhoseStackPointerIsNotBehindIt(long distance) {
        SymbolTable symbols = functions(4);
        long at = STACK + 0x6100;
        frame(at, TEXT + 0x120, at + distance);
        Trace trace = trace(symbols, STACK + 0x6000);

        assertThat(trace.frames()).isEmpty();
        assertThat(trace.complete()).isFalse();
    }

    /// A frame on the page of the NMI whose interrupted code says that it was on that page itself.
    @Test
    void doesNotTurnInACircleBetweenPagesOfExceptions() {
        SymbolTable symbols = functions(4);
        frame(STACK + 0x3000 - 168, TEXT + 0x120, STACK + 0x2800);
        Trace trace =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> trace(symbols, STACK + 0x2f00));

        assertThat(trace.complete()).isFalse();
        assertThat(trace.frames()).hasSizeLessThan(200);
    }

    @Test
    void survivesStacksOfNoise() {
        SymbolTable symbols = functions(64);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 0x8000; i += 8) {
                long word =
                        switch (random.nextInt(5)) {
                            case 0 -> returnInto(random.nextInt(64));
                            case 1 -> STACK + random.nextInt(0x8000);
                            case 2 -> 0xe008;
                            case 3 -> 2;
                            default -> random.nextLong();
                        };
                xen.u64(STACK + i, word);
            }
            long rsp = STACK + random.nextInt(0x8000);
            Trace trace =
                    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> trace(symbols, rsp));
            assertThat(trace.ending()).isNotEmpty();
        }
    }

    private Trace trace(SymbolTable symbols, long rsp) {
        return new XenTracer(new Code(xen.reader(), symbols, 8)).trace(stack, rsp, false);
    }

    private void frame(long at, long rip, long rsp) {
        xen.u64(at + 120, 14L << 32).u64(at + 128, rip).u64(at + 136, 0xe008);
        xen.u64(at + 144, 0x202).u64(at + 152, rsp).u64(at + 160, 0);
    }

    /// ORC tables of one kernel function that say what the test wants, in the form of Linux 6.4 on.
    private KernelTracer kernel(int spOffset, int spRegister, int kind) {
        TestMemory memory = new TestMemory(SpaceId.DOM0).stack(KERNEL_STACK, 0x4000);
        memory.bytes(KERNEL + 0x10, 0xe8, 0xeb, 0xff, 0xff, 0xff);
        memory.bytes(KERNEL + 0x200, 0xc3);
        SymbolTableBuilder symbols = new SymbolTableBuilder();
        symbols.add(KERNEL, 'T', "function");
        symbols.add(KERNEL + 0x200, 'T', "next");
        symbols.add(ORC_IP, 'R', "__start_orc_unwind_ip");
        symbols.add(ORC_IP + 12, 'R', "__stop_orc_unwind_ip");
        symbols.add(ORC_IP + 12, 'R', "__start_orc_unwind");
        int[] distances = {
            (int) (KERNEL - ORC_IP),
            (int) (KERNEL - ORC_IP) - 4 + 0x100,
            (int) (KERNEL - ORC_IP) - 8 + 0x200
        };
        for (int i = 0; i < 3; i++) {
            memory.stack(ORC_IP, 0x1000);
            int value = distances[i];
            memory.bytes(ORC_IP + 4L * i, value, value >> 8, value >> 16, value >> 24);
            int word = spRegister | (kind << 8);
            memory.bytes(ORC_IP + 12 + 6L * i, spOffset, spOffset >> 8, 0, 0, word, word >> 8);
        }
        for (int i = 0; i < 0x4000; i += 8) {
            memory.u64(KERNEL_STACK + i, KERNEL + 0x15);
        }
        return new KernelTracer(new Code(memory.reader(), symbols.build("test"), 8));
    }

    private static Trace trace(KernelTracer tracer, long sp) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () ->
                        tracer.trace(
                                new KernelTracer.Start(
                                        KERNEL + 0x15, sp, sp, Optional.empty(), true)));
    }

    @Test
    void stopsAfterAThousandFramesThatAllFit() {
        Trace trace = trace(kernel(8, 5, 2), KERNEL_STACK);

        assertThat(trace.frames()).hasSize(513);
        assertThat(trace.complete()).isFalse();
        assertThat(trace.ending()).isEqualTo("there are more than 512 frames");
    }

    @Test
    void stopsWhereOrcLeadsBack() {
        for (int offset : new int[] {0, -8, -0x1000}) {
            Trace trace = trace(kernel(offset, 5, 2), KERNEL_STACK + 0x2000);

            assertThat(trace.frames()).hasSize(1);
            assertThat(trace.complete()).isFalse();
            assertThat(trace.ending()).startsWith("the stack leads back");
        }
    }

    @Test
    void stopsWhereOrcAsksForARegisterThatIsNotKnown() {
        Trace trace = trace(kernel(0, 6, 2), KERNEL_STACK);

        assertThat(trace.frames()).hasSize(1);
        assertThat(trace.ending()).contains("a register that is not known");
    }

    @Test
    void stopsWhereTheStackEnds() {
        Trace trace = trace(kernel(0x1000, 5, 2), KERNEL_STACK);

        assertThat(trace.complete()).isFalse();
        assertThat(trace.ending()).startsWith("the stack cannot be read");
    }

    @Test
    void stopsWhereTheNextWordIsNoCode() {
        KernelTracer tracer = kernel(8, 5, 2);
        ((TestMemory) tracer.code().reader().space()).u64(KERNEL_STACK + 8, 0x1234);
        Trace trace = trace(tracer, KERNEL_STACK);

        assertThat(trace.frames()).hasSize(2);
        assertThat(trace.ending()).isEqualTo("0x1234, read next, is no code of the kernel");
    }

    @Test
    void saysThatItGuessesWhereThereIsNoUnwindingData() {
        TestMemory memory = new TestMemory(SpaceId.DOM0).stack(KERNEL_STACK, 0x4000);
        memory.bytes(KERNEL + 0x10, 0xe8, 0xeb, 0xff, 0xff, 0xff);
        memory.u64(KERNEL_STACK + 0x100, KERNEL + 0x15);
        KernelTracer tracer = new KernelTracer(new Code(memory.reader(), SymbolTable.EMPTY, 8));
        Trace trace = trace(tracer, KERNEL_STACK);

        assertThat(trace.complete()).isFalse();
        assertThat(trace.ending()).contains("guessed by a scan");
        assertThat(trace.all().getFirst().grade()).isEqualTo(Grade.EXACT);
        assertThat(trace.all().subList(1, trace.all().size()))
                .allMatch(frame -> frame.grade() != Grade.EXACT);
        assertThat(trace(tracer, 0x10L).ending()).contains("leads nowhere");
    }
}
