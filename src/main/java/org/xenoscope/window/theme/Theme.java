package org.xenoscope.window.theme;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;

/// How the window looks.
public enum Theme {
    /// light text on a dark ground
    DARK,
    /// dark text on a light ground
    LIGHT,
    /// as the desktop says
    SYSTEM;

    private static final List<String> SHEETS = List.of("tokens.css", "controls.css", "window.css");
    private static final List<String> FONTS =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-SemiBold.otf",
                    "JetBrainsMono-Regular.ttf",
                    "JetBrainsMono-Bold.ttf");
    private static final int TEXT_SIZE = 13;

    /// Loads the bundled fonts. Call before the first scene.
    public static void loadFonts() {
        for (String name : FONTS) {
            try (InputStream font = Theme.class.getResourceAsStream(name)) {
                if (font != null) {
                    Font.loadFont(font, TEXT_SIZE);
                }
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        }
    }

    /// Gives a scene its style sheets and this look.
    public void apply(Scene scene) {
        if (scene.getStylesheets().isEmpty()) {
            SHEETS.forEach(name -> scene.getStylesheets().add(sheet(name)));
        }
        scene.getRoot().getStyleClass().remove("light");
        if (isLight()) {
            scene.getRoot().getStyleClass().add("light");
        }
    }

    private static String sheet(String name) {
        URL url = Theme.class.getResource(name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }

    private boolean isLight() {
        return switch (this) {
            case DARK -> false;
            case LIGHT -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT;
        };
    }
}
