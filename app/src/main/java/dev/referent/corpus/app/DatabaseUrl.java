package dev.referent.corpus.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which database the demo server is to use, as the command line names it.
 *
 * @param value the JDBC URL
 */
record DatabaseUrl(String value) {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*|(?<=//)([^/@:]*):[^/@]*(?=@)");

    /** WAL: readers do not wait for the writer. FULL: what is acknowledged is on disk. */
    private static final Map<String, String> OF_FILE =
            Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", "10000");

    /** A server that has gone without a word is not waited for longer; in seconds and in milliseconds. */
    private static final Map<String, String> OF_POSTGRESQL = Map.of("socketTimeout", "30");

    private static final Map<String, String> OF_MARIADB = Map.of("socketTimeout", "30000");

    /** Returns whether it is a server's, and no SQLite file's. */
    boolean isServer() {
        return isPostgresql() || value.startsWith("jdbc:mariadb:");
    }

    private boolean isPostgresql() {
        return value.startsWith("jdbc:postgresql:");
    }

    /** Returns the parameters that the demo server adds; what the URL says itself wins. */
    Map<String, String> parameters() {
        Map<String, String> parameters =
                new TreeMap<>(isPostgresql() ? OF_POSTGRESQL : isServer() ? OF_MARIADB : OF_FILE);
        parameters.keySet().removeIf(parameter -> value.contains(parameter + "="));
        return parameters;
    }

    /** Returns where uploaded files lie unless the command line says: beside the file, or named after the server's database. */
    Path uploads() {
        String file = isServer()
                ? value.replaceFirst("[?].*$", "").replaceFirst("^.*[/:]", "")
                : value.replaceFirst("^jdbc:sqlite:(file:)?", "").replaceFirst("\\?.*$", "");
        return Path.of(file + "-uploads");
    }

    /** Returns the URL without a password, as it is shown. */
    @Override
    public String toString() {
        return PASSWORD.matcher(value).replaceAll(found -> found.group(1) == null ? "$2:…" : "$1…");
    }
}
