package org.xenoscope.window.overview;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

import org.xenoscope.dump.Owner;
import org.xenoscope.dump.OwnerMap;
import org.xenoscope.place.Size;
import org.xenoscope.window.theme.Swatches.Token;

import java.util.Locale;

/// What the colours of the bars mean: owners by name, with how much of the dump is theirs.
final class Legend extends FlowPane {
    private static final int LIGHTER_STEPS = 8;

    Legend() {
        super(16, 4);
        setId("legend");
        Label looking = new Label("whose memory it is: looking…");
        looking.getStyleClass().add("quiet");
        getChildren().add(looking);
    }

    /// Shows the owners of a dump.
    void show(OwnerMap map) {
        getChildren().clear();
        for (OwnerMap.Share share : map.bytes()) {
            Label entry = entry(share.owner().name(), share.bytes());
            Region square = square();
            square.getStyleClass()
                    .add("swatch-" + hue(share.owner()).name().toLowerCase(Locale.ROOT));
            square.setOpacity(strength(share.owner()));
            entry.setGraphic(square);
            getChildren().add(entry);
        }
        if (map.absent() > 0) {
            Label entry = entry("not in the dump", map.absent());
            Region square = square();
            square.getStyleClass().add("legend-absent");
            entry.setGraphic(square);
            getChildren().add(entry);
        }
    }

    /// Says why the owners are not known.
    void refuse(String why) {
        Label words = new Label("whose memory it is: unknown, " + why);
        words.getStyleClass().add("quiet");
        getChildren().setAll(words);
    }

    private static Label entry(String name, long bytes) {
        Label label = new Label("%s %s".formatted(name, Size.text(bytes)));
        label.getStyleClass().addAll("second", "legend-entry");
        label.setTooltip(new Tooltip("%s: %d bytes".formatted(name, bytes)));
        return label;
    }

    private static Region square() {
        Region square = new Region();
        square.getStyleClass().add("legend-square");
        return square;
    }

    /// {@return the colour of an owner}
    static Token hue(Owner owner) {
        return switch (owner.kind()) {
            case DOMAIN -> owner.domain() == 0 ? Token.DOM0 : Token.DOMU;
            case TABLES -> owner.domain() == 0 ? Token.PHYS : Token.DOMU;
            case XEN -> Token.XEN;
            case DEVICE, HEADERS -> Token.FILE;
            case FREE -> Token.BG3;
            case UNKNOWN -> Token.MACHINE;
        };
    }

    /// {@return how strong the colour is, 0 to 1: domUs differ by steps, headers are quiet}
    static double strength(Owner owner) {
        return switch (owner.kind()) {
            case DOMAIN, TABLES ->
                    owner.domain() == 0
                            ? 1
                            : 1
                                    - (owner.domain() - 1) % LIGHTER_STEPS * 0.08
                                    - (owner.kind() == Owner.Kind.TABLES ? 0.3 : 0);
            case HEADERS -> 0.6;
            default -> 1;
        };
    }
}
