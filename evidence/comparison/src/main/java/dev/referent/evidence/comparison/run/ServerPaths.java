package dev.referent.evidence.comparison.run;

import java.util.regex.Pattern;

/** Hides in a message where this machine keeps its files; the report is shown to others. */
public final class ServerPaths {
    private static final Pattern TEMPORARY = Pattern.compile("(?:\\b[A-Za-z]:)?[/\\\\][^\\s'\"()]*?referent\\d{6,}");
    private static final Pattern ABSOLUTE = Pattern.compile("(?<![\\w:/.…])/(?:[\\w.+-]+/)+(?=[\\w.+-])");

    private ServerPaths() {}

    /** Returns the message with the last name alone of each absolute path. */
    public static String hiddenIn(String message) {
        return ABSOLUTE.matcher(TEMPORARY.matcher(message).replaceAll("…")).replaceAll("…/");
    }
}
