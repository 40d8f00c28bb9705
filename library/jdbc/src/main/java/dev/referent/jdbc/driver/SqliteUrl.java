package dev.referent.jdbc.driver;

import java.io.File;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A URL of an SQLite database and its properties, parsed as the driver parses them: names in any case, spaces around them
 * ignored, the last of a repeated parameter wins, a property wins over a parameter.
 */
public final class SqliteUrl {
    private static final String PREFIX = "jdbc:sqlite:";

    /** The parameters of a {@code file:} name that SQLite itself reads, in this letter case only (sqlite.org/uri.html). */
    private static final Set<String> URI_PARAMETERS =
            Set.of("cache", "immutable", "mode", "modeof", "nolock", "psow", "vfs");

    /** How many letters of a name may be wrong, left out or added in a misspelt one. */
    private static final int WRONG_LETTERS = 2;

    private static final Set<String> SWITCH = Set.of("on", "yes", "true", "off", "no", "false");

    /** Values that a PRAGMA accepts and the driver does not list. */
    private static final Map<String, Set<String>> UNLISTED =
            Map.of("synchronous", Set.of("extra", "on", "yes", "true", "no", "false"));

    /** The values that SQLite reads as on; it reads everything else as off. */
    private static final Pattern ON = Pattern.compile("on|yes|true|\\+?0*[1-9].*|0x0*[1-9a-f].*");

    private static final Pattern QUOTES = Pattern.compile("^['\"`\\[]|['\"`\\]]$");
    private static final Pattern WORD = Pattern.compile("[a-z_]+");
    private static final Pattern OTHER_DATABASES_PARAMETERS = Pattern.compile("[;&]\\w+=");

    private final String url;
    private final String shown;
    private final Map<String, DriverPropertyInfo> known = new TreeMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Properties properties;

    private SqliteUrl(String url, Properties properties) throws SQLException {
        this.url = url;
        this.shown = Secrets.hidden(url);
        this.properties = properties;
        for (DriverPropertyInfo property : new JDBC().getPropertyInfo(url, new Properties())) {
            known.put(property.name, property);
        }
    }

    /**
     * Parses a URL and rejects what the driver would silently ignore, or treat as a part of the file's name. A property
     * that is not a misspelt name of a driver's property is ignored, as the driver does: pools pass their own, and those of other databases.
     *
     * @param url the user's URL
     * @param properties the driver's properties
     * @throws SQLException if it is not a URL of SQLite, a parameter is unknown, a property is misspelt, one of them has an
     *     invalid value, or it switches foreign keys off; nothing is opened or created
     */
    public static SqliteUrl of(String url, Properties properties) throws SQLException {
        SqliteUrl read = new SqliteUrl(url, properties);
        read.readUrl();
        read.readProperties();
        for (Map.Entry<String, String> value : read.values.entrySet()) {
            read.check(value.getKey(), value.getValue());
        }
        return read;
    }

    /**
     * Returns a data source whose connections are opened like those of {@code DriverManager.getConnection(url, properties)}.
     */
    public SqliteSource source() {
        return new SqliteSource(url, properties);
    }

    private void readUrl() throws SQLException {
        if (!url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            throw new SQLException(shown + " is not a URL of an SQLite database; it begins with " + PREFIX
                    + ", a server's with jdbc:postgresql: or jdbc:mariadb:");
        }
        String address = url.trim().substring(PREFIX.length());
        int question = address.indexOf('?');
        String file = question < 0 ? address : address.substring(0, question);
        if (OTHER_DATABASES_PARAMETERS.matcher(file).find() && !new File(file).exists()) {
            throw new SQLException(
                    shown + " would create a file with exactly that name; parameters follow a question mark, as in "
                            + PREFIX + "FILE?busy_timeout=5000");
        }
        if (question >= 0) {
            for (String parameter : address.substring(question + 1).split("&", -1)) {
                readParameter(parameter.trim(), file.startsWith("file:"));
            }
        }
    }

    private void readParameter(String parameter, boolean isUri) throws SQLException {
        String[] pair = parameter.split("=", -1);
        // the driver lower-cases in the JVM's locale too
        String name = pair[0].trim().toLowerCase(Locale.getDefault());
        if (parameter.isEmpty() || (isUri && URI_PARAMETERS.contains(pair[0]))) {
            return;
        }
        if (!known.containsKey(name)) {
            throw new SQLException("the parameter " + pair[0].trim() + " in " + shown + " is unknown"
                    + (URI_PARAMETERS.contains(name) ? uriOnly(name) : suggestion(name))
                    + (isUri ? "; SQLite would ignore it" : "; the driver would make it part of the file's name"));
        }
        String value = pair.length < 2 ? "" : pair[1].trim();
        if (value.isEmpty()) {
            throw new SQLException(cannotBe(name, value));
        }
        values.put(name, value);
    }

    private void readProperties() throws SQLException {
        for (String name : properties.stringPropertyNames()) {
            if (known.containsKey(name)) {
                values.put(name, properties.getProperty(name));
            } else if (known.keySet().stream().anyMatch(candidate -> misspells(candidate, name))) {
                throw new SQLException("the property " + name + " for " + shown + " is unknown" + suggestion(name)
                        + "; the driver would ignore it");
            }
        }
    }

    private void check(String name, String value) throws SQLException {
        String word = unquoted(value);
        String @Nullable [] choices = info(name).choices;
        boolean isKnown = choices == null
                || !WORD.matcher(word).matches()
                || Arrays.stream(choices).anyMatch(choice -> unquoted(choice).equals(word))
                || UNLISTED.getOrDefault(name, Set.of()).contains(word)
                || (Arrays.asList(choices).contains("true") && SWITCH.contains(word));
        if (!isKnown) {
            throw new SQLException(cannotBe(name, value));
        }
        if (name.equals("foreign_keys") && !ON.matcher(word).matches()) {
            throw new SQLException(
                    shown + " asks for foreign keys that are not enforced; leave the parameter out, or use"
                            + " the driver itself");
        }
    }

    /**
     * Returns why the database cannot be opened: which parameter has a value that the driver rejects, or what is wrong with
     * the file.
     *
     * @param failure the driver's exception, which is returned, or the cause of the returned one
     */
    public SQLException explained(Exception failure) {
        if (failure instanceof SQLException ofFile) {
            if (failure.getCause() instanceof SQLiteException) {
                return ofFile; // which is explained already
            }
            SQLException explained = FileErrors.explain(url, ofFile);
            if (explained != failure || !(failure instanceof SQLiteException)) {
                return explained;
            }
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            Optional<Exception> rejection = rejection(value.getKey(), value.getValue());
            if (rejection.isPresent()) {
                return caused(
                        cannotBe(value.getKey(), value.getValue()) + ": "
                                + rejection.get().getMessage(),
                        failure);
            }
        }
        return caused(shown + " cannot be opened: " + failure.getMessage(), failure);
    }

    /** Tries one parameter on the driver, with an in-memory database. */
    private static Optional<Exception> rejection(String name, String value) {
        Properties alone = new Properties();
        alone.setProperty(name, value);
        try {
            new JDBC().connect(PREFIX + ":memory:", alone).close();
            return Optional.empty();
        } catch (SQLException | IllegalArgumentException e) {
            return Optional.of(e);
        }
    }

    private static SQLException caused(String message, Exception failure) {
        SQLException caused = failure instanceof SQLiteException ofDriver
                ? new SQLiteException(message, ofDriver.getResultCode())
                : new SQLException(message, null, SQLiteErrorCode.SQLITE_ERROR.code);
        caused.initCause(failure);
        return caused;
    }

    private String cannotBe(String name, String value) {
        String @Nullable [] choices = info(name).choices;
        return (properties.containsKey(name) ? "the property " + name + " for " : "the parameter " + name + " in ")
                + shown + " cannot be '" + (name.equals("password") ? "..." : value) + "'"
                + (choices == null
                        ? ""
                        : "; it is one of " + Arrays.stream(choices).distinct().collect(Collectors.joining(", ")));
    }

    private DriverPropertyInfo info(String name) {
        return Objects.requireNonNull(known.get(name));
    }

    private static String unquoted(String value) {
        return QUOTES.matcher(value).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static String uriOnly(String name) {
        return " here; SQLite reads it from a file: name only, as in " + PREFIX + "file:FILE?" + name + "=...";
    }

    private String suggestion(String name) {
        return known.keySet().stream()
                .filter(candidate ->
                        candidate.startsWith(name) || name.startsWith(candidate) || misspells(candidate, name))
                .findFirst()
                .map(candidate -> "; is " + candidate + " meant?")
                .orElse("");
    }

    private static boolean misspells(String candidate, String name) {
        return wrongLetters(letters(candidate), letters(name)) <= WRONG_LETTERS;
    }

    private static String letters(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Counts the letters to replace, remove or insert (the Levenshtein distance); the table is kept one row at a time. */
    private static int wrongLetters(String from, String to) {
        int[] row = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[to.length()];
    }
}
