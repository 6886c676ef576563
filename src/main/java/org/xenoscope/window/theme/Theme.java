package org.xenoscope.window.theme;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// How the window looks.
public enum Theme {
    /// light text on a dark ground
    DARK,
    /// dark text on a light ground
    LIGHT,
    /// as the desktop says
    SYSTEM;

    /// A declaration of the style sheets that grows with the text; lines and insets do not.
    private static final Pattern SIZE =
            Pattern.compile(
                    "(-fx-(?:padding|spacing|[hv]gap|indent|font-size"
                            + "|scale-[xy]|(?:min|pref|max)-(?:width|height)|(?:fixed-)?cell-size"
                            + "|(?:background|border)-radius): )([^;]+);");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");

    private static final List<String> SHEETS = List.of("tokens.css", "controls.css", "window.css");
    private static final List<String> FONTS =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-SemiBold.otf",
                    "JetBrainsMono-Regular.ttf",
                    "JetBrainsMono-Bold.ttf");

    /// The size of text in px for which the sizes of the style sheets are written.
    public static final int TEXT_SIZE = 13;

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
    ///
    /// @param textSize the size of text in px; every size of the sheets grows with it
    public void apply(Scene scene, int textSize) {
        scene.getStylesheets().setAll(SHEETS.stream().map(name -> sheet(name, textSize)).toList());
        scene.getRoot().getStyleClass().remove("light");
        if (isLight()) {
            scene.getRoot().getStyleClass().add("light");
        }
    }

    /// {@return the address of a style sheet whose sizes are made for a size of text}
    private static String sheet(String name, int textSize) {
        URL url = Objects.requireNonNull(Theme.class.getResource(name), name);
        if (textSize == TEXT_SIZE) {
            return url.toExternalForm();
        }
        try (InputStream bytes = url.openStream()) {
            String scaled =
                    SIZE.matcher(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
                            .replaceAll(
                                    size -> size.group(1) + scaled(size.group(2), textSize) + ";");
            return "data:text/css;base64,"
                    + Base64.getEncoder().encodeToString(scaled.getBytes(StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static String scaled(String sizes, int textSize) {
        return sizes.contains("em")
                ? sizes
                : NUMBER.matcher(sizes)
                        .replaceAll(
                                number ->
                                        String.valueOf(
                                                Double.parseDouble(number.group())
                                                        * textSize
                                                        / TEXT_SIZE));
    }

    private boolean isLight() {
        return switch (this) {
            case DARK -> false;
            case LIGHT -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT;
        };
    }
}
