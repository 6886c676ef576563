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
