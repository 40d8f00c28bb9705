package dev.referent.corpus.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of the server's database, from the command line.
 *
 * @param value the JDBC URL
 */
record DatabaseUrl(String value) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final Pattern PREFIX = Pattern.compile("(?i)^jdbc:(?:sqlite|postgresql|mariadb):");
    private static final Pattern SECRET =
            Pattern.compile("(?i)(\\b(?:\\w*(?:password|passwd|pwd|secret|token)|(?:hex)?key)=)[^&;)\\s]*");
    private static final Pattern USER = Pattern.compile("(//[^/@:,\\s]*)(?::|%3A)[^?\\s]*@", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY_WITH_USER = Pattern.compile("//[^/?\\s]*@");
    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /** WAL: readers do not wait for the writer. FULL: what is acknowledged is on disk. */
    private static final Map<String, String> OF_FILE =
            Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", "10000");

    /** How long to wait for a server that does not respond, in seconds and in milliseconds. */
    private static final Map<String, String> OF_POSTGRESQL = Map.of("socketTimeout", "30");

    private static final Map<String, String> OF_MARIADB = Map.of("socketTimeout", "30000");

    /** Writes the prefix in small letters: SQLite's driver ignores its case, and those of the servers do not. */
    DatabaseUrl {
        value = PREFIX.matcher(value).replaceFirst(found -> found.group().toLowerCase(Locale.ROOT));
    }

    /** Returns whether SQLite's driver opens it. */
    boolean isSqlite() {
        return value.startsWith(SQLITE);
    }

    /** Returns whether it is a server's, not an SQLite file's. */
    boolean isServer() {
        return isPostgresql() || value.startsWith("jdbc:mariadb:");
    }

    private boolean isPostgresql() {
        return value.startsWith("jdbc:postgresql:");
    }

    /**
     * Checks that the server can use it, before anything is created.
     *
     * @throws SQLException if it is another driver's, names no file or one that cannot be created, or a link with a log beside it
     */
    void requireServable() throws SQLException {
        if (isServer()) {
            return;
        }
        if (!isSqlite()) {
            throw new SQLException(
                    this + " is not a URL of an SQLite database; it begins with jdbc:sqlite:, a server's with"
                            + " jdbc:postgresql: or jdbc:mariadb:");
        }
        Optional<Path> file = file();
        if (file.isEmpty() || value.contains("mode=memory")) {
            throw new SQLException(this + " names no file, and each connection would have its own database;"
                    + " give jdbc:sqlite:FILE");
        }
        Path parent = file.get().toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new SQLException(
                    Files.exists(parent)
                            ? parent + " is a file, not a directory for the database; name another"
                            : "there is no directory " + parent + " for the database; create it");
        }
        if (Files.isSymbolicLink(file.get())) {
            requireNoLogBeside(file.get());
        }
    }

    /** SQLite looks for the log of a linked file beside the file, and would leave out what the log beside the link holds. */
    private void requireNoLogBeside(Path link) throws SQLException {
        for (String suffix : List.of("-wal", "-journal")) {
            Path log = link.resolveSibling(link.getFileName() + suffix);
            if (log.toFile().length() > 0) {
                throw new SQLException(this + " is a symbolic link, and SQLite would not read " + log
                        + ", which may hold what its file lacks; move the file back to this name");
            }
        }
    }

    /**
     * Checks that a server's URL has no user before the host. The drivers take both for the name of a host, which they look up, or for
     * its port, which their messages contain.
     *
     * @param url the URL, or an option with it
     * @throws IllegalArgumentException if it has one
     */
    static void requireNoUser(String url) {
        if (AUTHORITY_WITH_USER.matcher(url).find()) {
            throw new IllegalArgumentException(
                    masked(url)
                            + " has a user before the host, which the driver does not read; give the parameters user and password");
        }
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
        String name = value.replaceFirst("[?].*$", "").replaceFirst(isServer() ? "^.*[/:]" : "^jdbc:sqlite:", "");
        return Path.of(file().map(Path::toString).orElse(name) + "-uploads");
    }

    /** Returns the SQLite file that it names; empty if it names none. */
    Optional<Path> file() {
        if (!isSqlite()) {
            return Optional.empty();
        }
        String name = value.substring(SQLITE.length()).replaceFirst("[?].*$", "");
        String path = name.startsWith("file:") ? decoded(name.replaceFirst("^file:(//[^/]*)?", "")) : name;
        return path.isEmpty() || path.startsWith(":") ? Optional.empty() : Optional.of(Path.of(path));
    }

    /** Decodes what SQLite decodes in a URI (sqlite.org/uri.html). */
    private static String decoded(String path) {
        return ENCODED.matcher(path)
                .replaceAll(
                        found -> Matcher.quoteReplacement(URLDecoder.decode(found.group(), StandardCharsets.UTF_8)));
    }

    /** Returns a text without the passwords of the URLs in it. */
    static String masked(String text) {
        return USER.matcher(SECRET.matcher(text).replaceAll("$1…")).replaceAll("$1:…@");
    }

    /** Returns the URL without a password, for messages. */
    @Override
    public String toString() {
        return masked(value);
    }
}
