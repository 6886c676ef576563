package org.xenoscope.window.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.xenoscope.window.theme.Icon;

import java.nio.file.Path;

/// What a window without a dump shows: how to open one, and why the last file was none.
final class Welcome extends VBox {
    private final Label problem = new Label();

    /// @param open asks for a file
    /// @param sample opens the built-in sample
    Welcome(Runnable open, Runnable sample) {
        setAlignment(Pos.TOP_CENTER);
        setSpacing(16);
        setStyle("-fx-padding: 54 24 24 24;");
        getStyleClass().add("pane");
        Label title = new Label("Drop a Xen crash dump here");
        title.getStyleClass().add("headline");
        Label words =
                new Label(
                        "A vmcore is enough. vmlinux, xen-syms and System.map are welcome, not"
                                + " needed.");
        words.getStyleClass().add("second");
        Button choose = new Button("Open a dump…", Icon.FOLDER.node());
        choose.setDefaultButton(true);
        choose.setId("welcome-open");
        choose.setOnAction(_ -> open.run());
        Button example = new Button("Open the built-in sample");
        example.setId("welcome-sample");
        example.setOnAction(_ -> sample.run());
        HBox buttons = new HBox(10, choose, example);
        buttons.setAlignment(Pos.CENTER);
        VBox drop = new VBox(title, words, buttons);
        drop.getStyleClass().add("welcome-drop");
        problem.getStyleClass().add("problem");
        problem.setId("problem");
        problem.setMaxWidth(760);
        problem.setWrapText(true);
        getChildren().addAll(drop, problem);
    }

    /// Says why a file was not opened.
    void say(Path file, String sentence) {
        problem.setText(sentence);
        problem.setAccessibleText(file + ": " + sentence);
    }
}
