package org.xenoscope.linux;

/// What a task does, by the letter that `ps` prints.
///
/// Bits: include/linux/sched.h of Linux 2.6 to 7.2; `exit_state` 0x10 (dead) and 0x20 (zombie) are
/// older than 4.14 in the same form, `state` bits below 0x10 never changed.
public enum TaskState {
    /// on a CPU or waiting for one
    RUNNING('R'),
    /// waits for something, may be interrupted
    SLEEPING('S'),
    /// waits for something, may not be interrupted
    UNINTERRUPTIBLE('D'),
    /// as above, and not counted as load
    IDLE('I'),
    /// stopped by a signal
    STOPPED('T'),
    /// stopped by a tracer
    TRACED('t'),
    /// ended, and nobody asked how
    ZOMBIE('Z'),
    /// ended
    DEAD('X'),
    /// a thread that is parked
    PARKED('P'),
    /// what the bits say is not known
    UNKNOWN('?');

    private static final long NOLOAD = 0x402;
    private static final long EXIT_DEAD = 0x10;
    private static final long EXIT_ZOMBIE = 0x20;

    private final char letter;

    TaskState(char letter) {
        this.letter = letter;
    }

    /// {@return the letter of `ps`}
    public char letter() {
        return letter;
    }

    /// {@return the state in words: "sleeping"}
    public String words() {
        return switch (this) {
            case RUNNING -> "running or runnable";
            case SLEEPING -> "sleeping";
            case UNINTERRUPTIBLE -> "in uninterruptible sleep";
            case IDLE -> "idle";
            case STOPPED -> "stopped";
            case TRACED -> "traced";
            case ZOMBIE -> "zombie";
            case DEAD -> "dead";
            case PARKED -> "parked";
            case UNKNOWN -> "state unknown";
        };
    }

    /// {@return the state that the bits of `state` and `exit_state` say}
    static TaskState of(long state, long exitState) {
        if ((exitState & EXIT_ZOMBIE) != 0) {
            return ZOMBIE;
        }
        if ((exitState & EXIT_DEAD) != 0) {
            return DEAD;
        }
        if ((state & NOLOAD) == NOLOAD) {
            return IDLE;
        }
        if ((state & 1) != 0) {
            return SLEEPING;
        }
        if ((state & 2) != 0) {
            return UNINTERRUPTIBLE;
        }
        if ((state & 4) != 0) {
            return STOPPED;
        }
        if ((state & 8) != 0) {
            return TRACED;
        }
        if ((state & 0x40) != 0) {
            return PARKED;
        }
        return (state & 0x7f) == 0 ? RUNNING : UNKNOWN;
    }
}
