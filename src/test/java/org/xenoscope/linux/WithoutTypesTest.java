package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Progress;

import java.util.List;
import java.util.Optional;

/// A kernel that carries no types must give the same tasks, modules and log by invariants: real
/// kernels whose types are kept from the readers.
@Tag("corpus")
@Timeout(120)
class WithoutTypesTest {
    static final List<String> DUMPS = Corpus.ELF_DUMPS;

    @ParameterizedTest
    @FieldSource("DUMPS")
    void findsTheSameTasksModulesAndLog(String name) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            Linux linux = dump.linux();
            KernelMemory bare =
                    new KernelMemory(
                            linux.reader(),
                            linux.kernelSymbols().value().orElseThrow(),
                            Optional.empty(),
                            Optional::empty);
            PerCpuAreas areas = linux.perCpu().value().orElseThrow();
            KernelImage image = KernelImage.find(linux.reader().space()).orElseThrow();
            TaskList tasks = TaskReader.read(bare, areas, image).value().orElseThrow();
            assertThat(tasks.says()).contains("this kernel carries no types");
            assertThat(tasks.tasks().stream().map(WithoutTypesTest::facts))
                    .containsExactlyElementsOf(
                            linux.tasks().value().orElseThrow().tasks().stream()
                                    .map(WithoutTypesTest::facts)
                                    .toList());
            List<KernelModule> modules = ModuleReader.read(bare).value().orElseThrow().modules();
            assertThat(modules.stream().map(WithoutTypesTest::facts))
                    .containsExactlyElementsOf(
                            linux.modules().value().orElseThrow().modules().stream()
                                    .map(WithoutTypesTest::facts)
                                    .toList());
            assertThat(LogReader.read(bare).value().orElseThrow().records())
                    .isEqualTo(linux.log().value().orElseThrow().records());
        }
    }

    private static List<Object> facts(Task task) {
        return List.of(
                task.where(),
                task.pid(),
                task.tgid(),
                task.ppid(),
                task.command(),
                task.mm(),
                task.activeMm(),
                task.stack(),
                task.pgd(),
                task.root());
    }

    private static List<Object> facts(KernelModule module) {
        return List.of(
                module.name(),
                module.base(),
                module.size(),
                module.symbols().map(KernelModule.SymbolPlace::table),
                module.symbols().map(KernelModule.SymbolPlace::count));
    }
}
