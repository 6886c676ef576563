package org.xenoscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The rooms of the house and who may lean on whom.
class ArchitectureTest {
    /// From the bytes up: a room may use those before it, never one behind it.
    private static final List<String> ROOMS =
            List.of(
                    "place", "bytes", "image", "note", "space", "symbol", "type", "xen", "linux",
                    "x86", "cpu", "search", "dump", "report", "forge", "command", "window");

    private static final String ROOT = "org.xenoscope";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("jmh"))
                    .withImportOption(location -> !location.contains("/test/"))
                    .importPackages(ROOT);

    @Test
    void noRoomUsesARoomBehindIt() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            int from = ROOMS.indexOf(room(user));
            user.getDirectDependenciesFromSelf().stream()
                    .filter(use -> ROOMS.indexOf(room(use.getTargetClass())) > from && from >= 0)
                    .forEach(use -> wrong.add(use.getDescription()));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyClassIsInARoom() {
        for (JavaClass known : CLASSES) {
            assertThat(room(known).isEmpty() || ROOMS.contains(room(known)))
                    .as(known.getName())
                    .isTrue();
        }
    }

    @Test
    void onlyTheWindowKnowsJavaFx() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, "org.xenoscope.window..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.imageio..", "javax.swing..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfBytesOpensDumpFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.xenoscope.bytes..", "org.xenoscope.forge..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(FileChannel.class)
                .check(CLASSES);
    }

    /// A forged dump must not be made by the code that it tests.
    @Test
    void theForgeUsesNoReader() {
        noClasses()
                .that()
                .resideInAPackage("org.xenoscope.forge..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.xenoscope.dump..",
                        "org.xenoscope.cpu..",
                        "org.xenoscope.space.paging..",
                        "org.xenoscope.space.p2m..",
                        "org.xenoscope.space.root..")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatLivesThere() throws Exception {
        Path sources = Path.of("src", "main", "java", "org", "xenoscope");
        try (Stream<Path> folders = Files.walk(sources)) {
            List<Path> silent =
                    folders.filter(Files::isDirectory)
                            .filter(ArchitectureTest::holdsCode)
                            .filter(folder -> !folder.equals(sources))
                            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                            .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static boolean holdsCode(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (java.io.IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }

    /// {@return the first word behind the root package; empty for the root and for other code}
    private static String room(JavaClass known) {
        String name = known.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
