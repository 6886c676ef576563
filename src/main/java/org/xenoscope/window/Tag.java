package org.xenoscope.window;

import javafx.scene.control.Label;

import org.xenoscope.place.SpaceId;

/// The square with the letter and colour of a space.
public final class Tag extends Label {
    /// Makes the tag of a space.
    public Tag(SpaceId space) {
        super(letter(space));
        getStyleClass().addAll("tag", style(space));
        setAccessibleText(name(space));
    }

    /// {@return the letter of a space}
    public static String letter(SpaceId space) {
        return switch (space.kind()) {
            case FILE -> "F";
            case MACHINE -> "M";
            case XEN -> "X";
            case DOMAIN_PHYSICAL -> space.domain() == 0 ? "P" : "U";
            case DOMAIN_VIRTUAL -> space.domain() == 0 ? "V" : "U";
            case TASK -> space.domain() == 0 ? "T" : "U";
            case ROOT -> "R";
        };
    }

    /// {@return the style class of a space, which is also the name of its colour}
    public static String style(SpaceId space) {
        return switch (space.kind()) {
            case FILE -> "file";
            case MACHINE -> "machine";
            case XEN -> "xen";
            case DOMAIN_PHYSICAL -> space.domain() == 0 ? "phys" : "domu";
            case DOMAIN_VIRTUAL -> space.domain() == 0 ? "dom0" : "domu";
            case TASK, ROOT -> space.domain() == 0 ? "task" : "domu";
        };
    }

    /// {@return the name of a space on screen}
    public static String name(SpaceId space) {
        return switch (space.kind()) {
            case FILE -> "File";
            case MACHINE -> "Machine";
            case XEN -> "Xen";
            case DOMAIN_PHYSICAL -> "dom" + space.domain() + " physical";
            default -> space.text();
        };
    }
}
