package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The areas of a window, from one to the next by keyboard: in each the first node that takes the
/// keyboard gets it. The strip below the bytes is an area of its own.
final class Areas {
    private Areas() {}

    /// Gives the keyboard to the area after the one that has it, or to the one before.
    ///
    /// @param areas in their order; those that are not shown are passed over
    static void step(List<? extends Node> areas, boolean forward) {
        List<Node> shown = new ArrayList<>();
        for (Node area : areas) {
            if (area.getScene() != null && seen(area)) {
                shown.add(area);
                strip(area).ifPresent(shown::add);
            }
        }
        if (shown.isEmpty()) {
            return;
        }
        int index = holder(shown);
        for (int i = 1; i <= shown.size(); i++) {
            Node next = shown.get(Math.floorMod(index + (forward ? i : -i), shown.size()));
            Optional<Node> target = first(next);
            if (target.isPresent()) {
                target.get().requestFocus();
                return;
            }
        }
    }

    private static Optional<Node> strip(Node area) {
        return area instanceof Parent parent
                ? Optional.ofNullable(parent.lookup("#strip")).filter(Areas::seen)
                : Optional.empty();
    }

    private static boolean seen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /// {@return the index of the innermost area that has the keyboard, or -1}
    private static int holder(List<Node> areas) {
        Scene scene = areas.getFirst().getScene();
        for (Node at = scene.getFocusOwner(); at != null; at = at.getParent()) {
            int index = areas.indexOf(at);
            if (index >= 0) {
                return index;
            }
        }
        return -1;
    }

    private static Optional<Node> first(Node area) {
        if (!area.isVisible() || area.isDisabled()) {
            return Optional.empty();
        }
        boolean container = "tabs".equals(area.getId());
        if (area.isFocusTraversable() && !container) {
            return Optional.of(area);
        }
        if (area instanceof Parent parent) {
            for (Node child : content(parent)) {
                Optional<Node> found = first(child);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// Bytes come before the bar over them: whoever comes by keyboard wants to read.
    private static List<Node> content(Parent parent) {
        Node hex = parent.lookup("#hex");
        return hex != null && seen(hex) && hex.isFocusTraversable()
                ? List.of(hex)
                : parent.getChildrenUnmodifiable();
    }
}
