package org.xenoscope.window.theme;

import javafx.scene.Group;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// The theme's colours for controls that paint themselves: hidden regions that CSS fills.
public final class Swatches extends Group {
    /// A colour by its token.
    public enum Token {
        /// ground of data
        BG0,
        /// ground of panels
        BG1,
        /// controls
        BG3,
        /// dividers
        LINE,
        /// borders of inputs
        LINE2,
        /// words
        TEXT,
        /// secondary words
        TEXT2,
        /// labels
        TEXT3,
        /// bytes that are zero
        ZERO,
        /// caret
        ACCENT,
        /// on the caret
        ON_ACCENT,
        /// selection
        SELECT,
        /// what answers to a selection
        SOFT,
        /// errors
        ERR,
        /// the file's hue
        FILE,
        /// the machine's hue
        MACHINE,
        /// Xen's hue
        XEN,
        /// the hue of pseudo-physical memory
        PHYS,
        /// dom0's hue
        DOM0,
        /// a task's hue
        TASK,
        /// a domU's hue
        DOMU
    }

    private final Map<Token, Region> regions = new EnumMap<>(Token.class);

    /// Makes the hidden regions; put the group into the scene.
    public Swatches() {
        setManaged(false);
        setVisible(false);
        for (Token token : Token.values()) {
            Region region = new Region();
            region.getStyleClass()
                    .add("swatch-" + token.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            regions.put(token, region);
            getChildren().add(region);
        }
    }

    /// {@return the colour of a token in the theme of the scene}
    public Paint get(Token token) {
        Region region = regions.get(token);
        if (region == null || region.getBackground() == null) {
            return Color.GRAY;
        }
        return region.getBackground().getFills().getFirst().getFill();
    }
}
