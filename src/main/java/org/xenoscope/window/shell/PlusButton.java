package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.function.Supplier;

/// Tabs with a button behind the last one that opens more.
final class PlusButton extends Region {
    private final TabPane tabs;
    private final Button plus = new Button("", Icon.PLUS.node());

    /// @param items what can be opened now
    PlusButton(TabPane tabs, Supplier<List<MenuItem>> items) {
        this.tabs = tabs;
        plus.setId("new-tab");
        plus.getStyleClass().addAll("tool-button", "flat", "plus");
        plus.setAccessibleText("Open a tab");
        plus.setTooltip(new Tooltip("Open a tab"));
        ContextMenu menu = new ContextMenu();
        plus.setOnAction(
                _ -> {
                    menu.getItems().setAll(items.get());
                    menu.show(plus, javafx.geometry.Side.BOTTOM, 0, 0);
                });
        getChildren().addAll(tabs, plus);
        tabs.needsLayoutProperty().addListener(_ -> requestLayout());
        tabs.getTabs()
                .addListener(
                        (javafx.collections.ListChangeListener<javafx.scene.control.Tab>)
                                _ -> requestLayout());
    }

    @Override
    protected void layoutChildren() {
        tabs.resizeRelocate(0, 0, getWidth(), getHeight());
        tabs.layout();
        Node headers = tabs.lookup(".headers-region");
        Node area = tabs.lookup(".tab-header-area");
        plus.autosize();
        if (headers != null && area != null) {
            double height = area.getLayoutBounds().getHeight();
            double end = headers.getLayoutX() + headers.getLayoutBounds().getWidth();
            double x = Math.min(end + 2, getWidth() - plus.getWidth() - 4);
            plus.relocate(x, Math.max(0, (height - plus.getHeight()) / 2));
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return tabs.prefWidth(height);
    }

    @Override
    protected double computePrefHeight(double width) {
        return tabs.prefHeight(width);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 200;
    }
}
