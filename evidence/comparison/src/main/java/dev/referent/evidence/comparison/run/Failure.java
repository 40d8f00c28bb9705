package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.Nullable;

/**
 * An exception, as a program sees it.
 *
 * @param type the class of the exception that reached the program
 * @param sqlType the class of the first SQLException among its causes, if there is one
 * @param sqlState the SQLState of that one
 * @param vendorCode its vendor code, 0 if there is no SQLException
 * @param message its message, or that of the exception itself
 * @param constraint the name of the violated key, if something but the message tells it
 * @param named how much of the key's name the program learns
 * @param values how much of the offending values the program learns
 * @param integrity whether it says that a constraint refused the write
 */
public record Failure(
        String type,
        @Nullable String sqlType,
        @Nullable String sqlState,
        int vendorCode,
        String message,
        @Nullable String constraint,
        Known named,
        Known values,
        boolean integrity) {
    /** How a program learns something from an exception. */
    public enum Known {
        /** A method of the exception, or of its cause, answers it. */
        TYPED,
        /** The message has it somewhere. */
        IN_TEXT,
        /** Nothing tells it. */
        NO
    }
}
