package dev.referent.jdbc.driver;

/** Finds out whether enough of the thread's stack is left, before something is begun that an overflow would leave half done. */
public final class StackProbe {
    private StackProbe() {}

    /**
     * Calls itself that often.
     *
     * @throws StackOverflowError if less is left
     */
    public static int require(int frames) {
        return frames == 0 ? 0 : 1 + require(frames - 1);
    }
}
