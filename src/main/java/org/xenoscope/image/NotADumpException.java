package org.xenoscope.image;

/// Thrown when a file cannot be opened as a dump. Its message is one sentence or two: what the file
/// is, how that is known, what to do.
public final class NotADumpException extends Exception {
    private static final long serialVersionUID = 1;

    /// Makes the exception.
    ///
    /// @param sentence for people, naming the file
    public NotADumpException(String sentence) {
        super(sentence);
    }
}
