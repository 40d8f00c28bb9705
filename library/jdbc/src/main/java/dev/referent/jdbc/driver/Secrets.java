package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes the passwords of URLs from messages. */
public final class Secrets {
    /** A password as a parameter, after which a semicolon may be its own, or between a user and a host. */
    private static final Pattern SECRET = Pattern.compile("(?is)(?<=[?&])(\\s*\\w*(?:password|pwd)\\w*\\s*=)[^&]*"
            + "|(?<=;)(\\s*\\w*(?:password|pwd)\\w*\\s*=).*|(?<=//[^/?@:]{0,255})(:)[^?]*(?=@)");

    private Secrets() {}

    /** Returns a URL without its passwords. */
    public static String hidden(String url) {
        return SECRET.matcher(url).replaceAll(secret -> Matcher.quoteReplacement(shown(secret)));
    }

    private static String shown(MatchResult secret) {
        String before = Stream.of(secret.group(1), secret.group(2), secret.group(3))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return before + "...";
    }

    /**
     * Returns a driver's failure unchanged or, if its message or that of a cause contains a password of the URL, one without
     * the password and without causes.
     */
    public static SQLException hiddenIn(SQLException failure, String url) {
        List<MatchResult> shown = SECRET.matcher(url)
                .results()
                .filter(secret -> isIn(failure, secret.group()))
                .toList();
        if (shown.isEmpty()) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        for (MatchResult secret : shown) {
            message = message.replace(secret.group(), shown(secret));
        }
        SQLException hidden = new SQLException(message, failure.getSQLState(), failure.getErrorCode());
        hidden.setStackTrace(failure.getStackTrace());
        return hidden;
    }

    private static boolean isIn(Throwable failure, String secret) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(secret));
    }
}
