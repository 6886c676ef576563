package org.xenoscope.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.command.ExitStatus;
import org.xenoscope.command.XenoscopeCommand;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What `screenshot` says before it draws anything.
class ScreenshotCommandTest {
    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        PrintStream systemOut = System.out;
        PrintStream systemErr = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return XenoscopeCommand.run(new ScreenshotCommand(), arguments);
        } finally {
            System.setOut(systemOut);
            System.setErr(systemErr);
            out = written.toString(StandardCharsets.UTF_8);
            err = said.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void isListedAndHasHelpWithExamplesAndAVersion() {
        assertThat(run("--help")).isEqualTo(ExitStatus.DONE);
        assertThat(out).contains("screenshot");
        assertThat(run("screenshot", "--help")).isEqualTo(ExitStatus.DONE);
        assertThat(out).contains("Examples:", "xenoscope screenshot");
        assertThat(run("screenshot", "--version")).isEqualTo(ExitStatus.DONE);
        assertThat(out).startsWith("xenoscope ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "10x0", "9000x10", "8000x8000", "100000x1", "10", "x", "-1x5"})
    void refusesASizeThatNoPictureHas(String size) {
        assertThat(run("screenshot", "vmcore", "out.png", "--size=" + size))
                .isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).startsWith("xenoscope: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--view=nothing", "--theme=red", "--go=nowhere", "--what"})
    void refusesWhatItDoesNotKnow(String option) {
        assertThat(run("screenshot", "vmcore", "out.png", option))
                .isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(err.lines()).hasSize(1);
    }
}
