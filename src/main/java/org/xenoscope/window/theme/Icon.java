package org.xenoscope.window.theme;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/// The window's icons: strokes on a field of 16 by 16.
public enum Icon {
    /// open a file
    FOLDER("M2 4.5h4l1.500 2H14v6.500H2z"),
    /// back
    BACK("M10 3 5 8l5 5"),
    /// forward
    FORWARD("M6 3l5 5-5 5"),
    /// the palette
    PROMPT("M3 5l3 3-3 3M8 11h5"),
    /// search
    SEARCH("M11.200 7a4.200 4.200 0 1 1-8.400 0a4.200 4.200 0 1 1 8.400 0zM10.200 10.200 14 14"),
    /// findings
    FLAG("M4 14V2.500h8l-2 3 2 3H4"),
    /// menu
    MENU("M2.500 4.500h11M2.500 8h11M2.500 11.500h11"),
    /// one more
    PLUS("M8 3.500v9M3.500 8h9"),
    /// away
    CROSS("M4.500 4.500l7 7M11.500 4.500l-7 7"),
    /// keeps its place
    PIN("M6 2h4l-.5 4 2 2.500H4.500l2-2.500zM8 8.500V14"),
    /// more to choose
    MORE("M3.500 8h.01M8 8h.01M12.500 8h.01"),
    /// all at a glance
    OVERVIEW("M2.500 3h11v10h-11zM2.500 6.500h11M7 6.500V13"),
    /// bytes
    MEMORY("M3 3.500h3M8.500 3.500H13M3 8h5M10.500 8H13M3 12.500h2M7.500 12.500H13"),
    /// processors
    CPU(
            "M4.500 4.500h7v7h-7zM6.500 2v2.500M9.500 2v2.500M6.500 11.500V14M9.500 11.500V14M2"
                    + " 6.500h2.500M2 9.500h2.500M11.500 6.500H14M11.500 9.500H14"),
    /// lines of text
    LINES("M3 4h10M3 8h7M3 12h9"),
    /// branches
    BRANCHES("M4 3v10M4 6h5M4 11h5M10.500 4.500h3v3h-3zM10.500 9.500h3v3h-3z"),
    /// several machines in one
    STACKED(
            "M8 2.500 14 5.500 8 8.500 2 5.500zM2.500 8.500 8 11.500l5.500-3M2.500 11 8"
                    + " 14l5.500-3"),
    /// names
    NAMES("M3 12.500 6.500 3.500 10 12.500M4.300 9.500h4.400M12 6v6.500"),
    /// code
    CODE("M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500"),
    /// bookmarks
    STAR(
            "M8 2l1.800 3.900 4.200.5-3.100 2.900.8 4.200L8 11.400l-3.700 2.100.8-4.200L2"
                    + " 6.400l4.200-.5z"),
    /// a document
    PAGE("M4 2h5.500L12.500 5v9H4zM9.500 2v3h3"),
    /// larger
    EXPAND("M9.500 2.500h4v4M6.500 13.500h-4v-4M13.500 2.500l-4.500 4.500M2.500 13.500 7 9");

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /// {@return a new node that shows the icon}
    public Node node() {
        SVGPath stroke = new SVGPath();
        stroke.setContent(path);
        stroke.getStyleClass().add("icon-stroke");
        // the field keeps its size whatever the drawing's extent is, so that icons stand in line
        SVGPath field = new SVGPath();
        field.setContent("M0 0H16V16H0z");
        field.getStyleClass().add("icon-field");
        StackPane icon = new StackPane(new javafx.scene.Group(field, stroke));
        icon.getStyleClass().add("icon");
        return icon;
    }
}
