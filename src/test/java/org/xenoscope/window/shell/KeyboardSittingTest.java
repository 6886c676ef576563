package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;

/// A whole sitting by keyboard alone.
class KeyboardSittingTest {
    @TempDir Path folder;

    @Test
    void walksAWholeSittingByKeyboardAlone() throws Exception {
        try (Sitting sitting = Sitting.forged(folder)) {
            // to an address of dom0, by the address field
            sitting.keys(KeyCode.SHORTCUT, KeyCode.L);
            sitting.robot.write("dom0:0xffffffff81008040");
            sitting.robot.type(KeyCode.ENTER);
            sitting.settle();
            assertThat(sitting.here()).hasToString("dom0:0xffffffff81008040");
            // the same byte in the machine's memory and back
            sitting.robot.type(KeyCode.F6);
            sitting.settle();
            assertThat(sitting.here().space()).isEqualTo(SpaceId.MACHINE);
            sitting.keys(KeyCode.ALT, KeyCode.LEFT);
            assertThat(sitting.here()).hasToString("dom0:0xffffffff81008040");
            sitting.keys(KeyCode.ALT, KeyCode.RIGHT);
            assertThat(sitting.here().space()).isEqualTo(SpaceId.MACHINE);
            // to a register, by the palette
            sitting.keys(KeyCode.SHORTCUT, KeyCode.K);
            sitting.robot.write("cpu1.rip");
            sitting.settle();
            sitting.robot.type(KeyCode.ENTER);
            sitting.settle();
            assertThat(sitting.here().space()).isEqualTo(SpaceId.XEN);
            // the other side of the CPUs, the trail, the tree, and the tabs
            sitting.keys(KeyCode.SHIFT, KeyCode.F7);
            sitting.keys(KeyCode.SHORTCUT, KeyCode.E);
            assertThat(sitting.sees("#steps")).isTrue();
            sitting.keys(KeyCode.SHORTCUT, KeyCode.DIGIT1);
            assertThat(sitting.sees("#headline")).isTrue();
            sitting.robot.type(KeyCode.F1);
            sitting.settle();
            assertThat(sitting.sees("#help-keys")).isTrue();
            sitting.robot.type(KeyCode.ESCAPE);
            sitting.settle();
            assertThat(sitting.sees("#help-keys")).isFalse();
            sitting.keys(KeyCode.SHORTCUT, KeyCode.PLUS);
            sitting.keys(KeyCode.SHORTCUT, KeyCode.DIGIT0);
            sitting.keys(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.W);
            assertThat(Sitting.onFx(sitting.stage::isShowing)).isFalse();
        }
    }
}
