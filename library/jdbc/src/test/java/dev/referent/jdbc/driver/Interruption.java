package dev.referent.jdbc.driver;

import org.sqlite.ProgressHandler;

/** Interrupts one instruction of SQLite's, that many after now. */
public final class Interruption extends ProgressHandler {
    private int left;

    /** Creates one; the instruction 0 is the next one. */
    public Interruption(int after) {
        left = after;
    }

    /** Returns whether it has interrupted. */
    public boolean isOver() {
        return left < 0;
    }

    @Override
    protected int progress() {
        return left-- == 0 ? 1 : 0;
    }
}
