package org.xenoscope.window.theme;

import javafx.scene.Node;
import javafx.scene.layout.Region;

/// The window's icons: filled outlines on a field of 16 by 16.
public enum Icon {
    /// open a file
    FOLDER("M1 3h5l2 2h7v9H1z M2.5 6.5v6h11v-6z"),
    /// back
    BACK("M10.5 2 12 3.5 7.5 8 12 12.500 10.5 14 4.500 8z"),
    /// forward
    FORWARD("M5.5 2 4 3.5 8.5 8 4 12.5 5.5 14 11.5 8z"),
    /// findings
    FLAG("M3 1h1.500v1H14l-2.500 3.500L14 9H4.500v6H3z"),
    /// menu
    MENU("M2 3h12v1.500H2z M2 7.250h12v1.500H2z M2 11.500h12V13H2z"),
    /// larger
    EXPAND(
            "M9 2h5v5h-1.500V4.600L9.500 7.600 8.400 6.500l3-3H9z M7 14H2V9h1.500v2.400l3-3 1.100"
                    + " 1.100-3 3H7z");

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /// {@return a new node that shows the icon}
    public Node node() {
        Region region = new Region();
        region.getStyleClass().add("icon");
        region.setStyle("-fx-shape: \"" + path + "\";");
        return region;
    }
}
