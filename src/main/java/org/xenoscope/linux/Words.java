package org.xenoscope.linux;

import org.xenoscope.place.Hole;

/// Parts of sentences.
final class Words {
    private Words() {}

    /// {@return the sentence of a hole without its full stop}
    static String inside(Hole hole) {
        String sentence = hole.sentence();
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
