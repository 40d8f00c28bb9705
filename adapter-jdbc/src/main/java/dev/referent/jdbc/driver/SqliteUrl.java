package dev.referent.jdbc.driver;

import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses what the driver would silently ignore in a URL, or take for a part of the file's name. */
public final class SqliteUrl {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final Set<String> OFF = Set.of("off", "false", "no", "0");

    /** What SQLite itself reads from a {@code file:} name (sqlite.org/uri.html). */
    private static final Set<String> URI_PARAMETERS =
            Set.of("cache", "immutable", "mode", "modeof", "nolock", "psow", "vfs");

    private static final Pattern OTHER_DATABASES_PARAMETERS = Pattern.compile("[;&]\\w+=");

    private SqliteUrl() {}

    /**
     * Checks a URL.
     *
     * @param url what the user gave
     * @throws SQLException if it is no URL of SQLite's, or a parameter or its value is unknown
     */
    public static void check(String url) throws SQLException {
        if (!url.startsWith(PREFIX)) {
            throw new SQLException(url + " is no URL of an SQLite database; it begins with " + PREFIX
                    + ", a server's with jdbc:postgresql: or jdbc:mariadb:");
        }
        int question = url.indexOf('?');
        String file = question < 0 ? url : url.substring(0, question);
        if (OTHER_DATABASES_PARAMETERS.matcher(file).find()) {
            throw new SQLException(
                    url + " would open a file of that very name; parameters follow a question mark, as in " + PREFIX
                            + "FILE?busy_timeout=5000");
        }
        if (question >= 0) {
            checkParameters(url, url.substring(question + 1));
        }
    }

    private static void checkParameters(String url, String parameters) throws SQLException {
        Map<String, DriverPropertyInfo> known = new TreeMap<>();
        for (DriverPropertyInfo property : DriverManager.getDriver(PREFIX).getPropertyInfo(PREFIX, new Properties())) {
            known.put(property.name, property);
        }
        boolean isUri = url.startsWith(PREFIX + "file:");
        for (String parameter : parameters.split("&", -1)) {
            String[] pair = parameter.trim().split("=", 2);
            String name = pair[0].toLowerCase(Locale.ROOT);
            if (name.isEmpty() || (isUri && URI_PARAMETERS.contains(name))) {
                continue;
            }
            DriverPropertyInfo property = known.get(name);
            if (property == null) {
                throw new SQLException("the parameter " + pair[0] + " in " + url + " is unknown"
                        + suggestion(name, known.keySet()) + "; the driver would ignore it");
            }
            checkValue(url, name, pair.length < 2 ? "" : pair[1].trim(), property.choices);
        }
    }

    private static void checkValue(String url, String name, String value, String @Nullable [] choices)
            throws SQLException {
        boolean isChoice = choices == null || Arrays.stream(choices).anyMatch(value::equalsIgnoreCase);
        boolean isSwitch = choices != null && Arrays.asList(choices).contains("true");
        if (value.isEmpty() || (!isChoice && !isSwitch)) {
            throw new SQLException("the parameter " + name + " in " + url + " cannot be '" + value + "'"
                    + (choices == null ? "" : "; it is one of " + String.join(", ", choices)));
        }
        if (name.equals("foreign_keys") && OFF.contains(value.toLowerCase(Locale.ROOT))) {
            throw new SQLException(
                    url + " asks for foreign keys that are not enforced; leave the parameter out, or use the"
                            + " driver itself");
        }
    }

    private static String suggestion(String name, Set<String> known) {
        return known.stream()
                .filter(candidate -> candidate.startsWith(name)
                        || name.startsWith(candidate)
                        || candidate.replace("_", "").equals(name.replace("_", "")))
                .findFirst()
                .map(candidate -> "; is " + candidate + " meant?")
                .orElse("");
    }
}
