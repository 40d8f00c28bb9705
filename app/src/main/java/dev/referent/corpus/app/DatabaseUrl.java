package dev.referent.corpus.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The URL of the server's database, from the command line.
 *
 * @param value the JDBC URL
 */
record DatabaseUrl(String value) {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*|(?<=//)([^/@:]*):[^/@]*(?=@)");

    /** WAL: readers do not wait for the writer. FULL: what is acknowledged is on disk. */
    private static final Map<String, String> OF_FILE =
            Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", "10000");

    /** How long to wait for a server that does not respond, in seconds and in milliseconds. */
    private static final Map<String, String> OF_POSTGRESQL = Map.of("socketTimeout", "30");

    private static final Map<String, String> OF_MARIADB = Map.of("socketTimeout", "30000");

    /** Returns whether it is a server's, not an SQLite file's. */
    boolean isServer() {
        return isPostgresql() || value.startsWith("jdbc:mariadb:");
    }

    private boolean isPostgresql() {
        return value.startsWith("jdbc:postgresql:");
    }

    /** Returns the server's default parameters; the URL's parameters win. */
    Map<String, String> parameters() {
        Map<String, String> parameters =
                new TreeMap<>(isPostgresql() ? OF_POSTGRESQL : isServer() ? OF_MARIADB : OF_FILE);
        parameters.keySet().removeIf(parameter -> value.contains(parameter + "="));
        return parameters;
    }

    /** Returns the default directory of uploaded files: next to the file, or named after the server's database. */
    Path uploads() {
        String file = isServer()
                ? value.replaceFirst("[?].*$", "").replaceFirst("^.*[/:]", "")
                : value.replaceFirst("^jdbc:sqlite:(file:)?", "").replaceFirst("\\?.*$", "");
        return Path.of(file + "-uploads");
    }

    /** Returns the URL without a password, for messages. */
    @Override
    public String toString() {
        return PASSWORD.matcher(value).replaceAll(found -> found.group(1) == null ? "$2:…" : "$1…");
    }
}
