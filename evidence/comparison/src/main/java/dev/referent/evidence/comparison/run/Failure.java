package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.Nullable;

/**
 * What an exception tells a program about a failure.
 *
 * @param type the class of the exception that reached the program
 * @param sqlType the class of the first SQLException among its causes; null if there is none
 * @param sqlState the SQLState of that SQLException
 * @param vendorCode the vendor code of that SQLException; 0 if there is none
 * @param message the message of that SQLException, or of the exception itself if there is none
 * @param constraint the constraint name, if it is available outside the message
 * @param named how the program can learn the constraint name
 * @param values how the program can learn the offending values
 * @param integrity whether the exception says that a constraint was violated
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
    /** Hides the paths of this machine in the message. */
    public Failure {
        message = ServerPaths.hiddenIn(message);
    }

    /** How a program can learn something from an exception. */
    public enum Known {
        /** By calling a method of the exception or of its cause. */
        TYPED,
        /** By parsing the message. */
        IN_TEXT,
        /** Not at all. */
        NO
    }
}
