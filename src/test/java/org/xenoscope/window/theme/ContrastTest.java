package org.xenoscope.window.theme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text can be read on every ground on which it may stand, in both themes: contrast by WCAG 2.
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("-x-([a-z0-9-]+): #([0-9a-f]{6})");
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3.0;

    private static String sheet(String name) throws Exception {
        try (InputStream bytes = Theme.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(bytes).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Integer> colours(boolean light) throws Exception {
        String text = sheet("tokens.css");
        int start = light ? text.indexOf(".root.light") : 0;
        int end = light ? text.length() : text.indexOf(".root.light");
        Matcher matcher = COLOUR.matcher(text.substring(start, end));
        Map<String, Integer> colours = new HashMap<>();
        while (matcher.find()) {
            colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        return colours;
    }

    /// Relative luminance, WCAG 2.2.
    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16)
                + 0.7152 * linear(colour >> 8 & 0xff)
                + 0.0722 * linear(colour & 0xff);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static void holds(
            Map<String, Integer> colours, String text, List<String> grounds, double least) {
        for (String ground : grounds) {
            assertThat(contrast(colours.get(text), colours.get(ground)))
                    .as("%s on %s", text, ground)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsEveryTextOnEveryGround(boolean light) throws Exception {
        Map<String, Integer> colours = colours(light);
        List<String> all = List.of("bg0", "bg1", "bg2", "bg3");
        for (String text : List.of("text", "text2", "text3", "link", "ok", "warn", "err", "info")) {
            holds(colours, text, all, TEXT);
        }
        List<String> low = List.of("bg0", "bg1", "bg2");
        holds(colours, "zero", low, TEXT);
        for (String space : List.of("file", "machine", "xen", "phys", "dom0", "task", "domu")) {
            holds(colours, space, low, TEXT);
            holds(colours, "on-tag", List.of(space), TEXT);
        }
        holds(colours, "on-accent", List.of("accent"), TEXT);
        holds(colours, "line2", List.of("bg0"), SHAPE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatStandsOnASelection(boolean light) throws Exception {
        Map<String, Integer> colours = colours(light);
        for (String text : List.of("text", "text2", "link", "err", "warn", "info")) {
            holds(colours, text, List.of("select"), TEXT);
        }
        holds(colours, "text", List.of("soft"), TEXT);
    }

    @Test
    void namesColoursInOneSheetOnly() throws Exception {
        for (String name : List.of("controls.css", "window.css")) {
            assertThat(sheet(name)).as(name).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b(?!\\w)");
        }
    }
}
