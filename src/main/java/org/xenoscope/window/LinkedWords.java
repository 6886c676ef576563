package org.xenoscope.window;

import javafx.scene.Node;
import javafx.scene.text.Text;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sentence whose addresses and frames are links.
public final class LinkedWords {
    private static final Pattern PLACE =
            Pattern.compile(
                    "\\b((?:file|machine|xen|dom[0-9]+(?:-physical|/[0-9]+)?):0x[0-9a-f]{1,16}"
                            + "|(MFN|PFN) (0x[0-9a-f]{1,13}))\\b");
    private static final int PAGE_SHIFT = 12;

    private LinkedWords() {}

    /// {@return the words and links of a sentence}
    public static List<Node> of(Workbench workbench, String sentence) {
        List<Node> nodes = new ArrayList<>();
        Matcher matcher = PLACE.matcher(sentence);
        int done = 0;
        while (matcher.find()) {
            Optional<Location> place = place(matcher);
            if (place.isPresent()) {
                words(sentence.substring(done, matcher.start()), nodes);
                nodes.add(new PlaceLink(workbench, place.get(), matcher.group()));
                done = matcher.end();
            }
        }
        words(sentence.substring(done), nodes);
        return nodes;
    }

    private static void words(String words, List<Node> nodes) {
        if (!words.isEmpty()) {
            Text text = new Text(words);
            text.getStyleClass().add("words");
            nodes.add(text);
        }
    }

    private static Optional<Location> place(Matcher matcher) {
        try {
            if (matcher.group(2) == null) {
                return Optional.of(Location.parse(matcher.group()));
            }
            SpaceId space =
                    matcher.group(2).equals("MFN") ? SpaceId.MACHINE : SpaceId.DOM0_PHYSICAL;
            long frame = Location.parseAddress(matcher.group(3));
            return Optional.of(new Location(space, frame << PAGE_SHIFT));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
