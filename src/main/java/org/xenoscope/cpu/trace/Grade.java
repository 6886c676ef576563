package org.xenoscope.cpu.trace;

/// How sure a frame of a trace is.
public enum Grade {
    /// what the kernel's own unwinding data or an exception frame say
    EXACT("exact", ""),
    /// a verified return address that fits its neighbours: a call stands before it, and that call
    /// leads to the function of the next inner frame
    ON_PATH("on the path", ""),
    /// a call stands before it, but it fits no neighbour: most likely left over from earlier
    UNCERTAIN("uncertain", "? ");

    private final String words;
    private final String mark;

    Grade(String words, String mark) {
        this.words = words;
        this.mark = mark;
    }

    /// {@return the grade in words}
    public String words() {
        return words;
    }

    /// {@return what stands before the name of such a frame, as in traces of Linux}
    public String mark() {
        return mark;
    }
}
