package org.xenoscope.window.log;

/// How grave a line of a log is: the levels that a person filters by.
enum LogLevel {
    /// something failed
    ERROR("●", "err"),
    /// something that may matter; Linux gives this level to all that its authors gave none
    WARNING("", "plain"),
    /// all else that the kernel says
    INFO("", "plain"),
    /// what only its authors read
    DEBUG("", "second");

    /// Linux's levels: 0 emergency … 3 error, 4 warning, 5 notice, 6 information, 7 debug.
    private static final int LINUX_ERROR = 3;

    private static final int LINUX_WARNING = 4;
    private static final int LINUX_DEBUG = 7;

    private final String mark;
    private final String style;

    LogLevel(String mark, String style) {
        this.mark = mark;
        this.style = style;
    }

    /// {@return the level that Linux's number stands for}
    static LogLevel ofLinux(int level) {
        if (level <= LINUX_ERROR) {
            return ERROR;
        }
        if (level == LINUX_WARNING) {
            return WARNING;
        }
        return level >= LINUX_DEBUG ? DEBUG : INFO;
    }

    /// {@return the shape that marks a line of this level; may be empty}
    String mark() {
        return mark;
    }

    /// {@return the style of the text of this level}
    String style() {
        return style;
    }
}
