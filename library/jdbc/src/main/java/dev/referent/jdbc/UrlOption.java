package dev.referent.jdbc;

import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An option of Referent, given as a parameter in the URL of {@link ReferentDriver} or as a property. */
enum UrlOption {
    ALL_OR_NOTHING(
            "referent.allOrNothing",
            "true or false",
            "a transaction of which a foreign key rejected a part is not committed",
            "false"),
    EXPLAINING_WITHIN(
            "referent.explainingWithin",
            "a time such as 250ms, 2s or PT0.25S",
            "how long the explanation of a violation may take; by default 250ms on SQLite, 2s on a server",
            ""),
    HIDING_VALUES("referent.hidingValues", "true or false", "no message has a value of a row", "false");

    private static final String PREFIX = "referent.";
    private static final Pattern TIME = Pattern.compile("(\\d{1,15})\\s*(ms|s)");

    private final String key;
    private final String form;
    private final String description;
    private final String usual;

    UrlOption(String key, String form, String description, String usual) {
        this.key = key;
        this.form = form;
        this.description = description;
        this.usual = usual;
    }

    /** Returns whether a parameter or a property is Referent's, not the driver's. */
    static boolean isMeantBy(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Sets one option.
     *
     * @param name its key, with or without the prefix
     * @throws SQLException if there is no such option, or the value is invalid
     */
    static Options set(Options options, String name, String value) throws SQLException {
        for (UrlOption option : values()) {
            if (option.key.equals(name) || option.key.equals(PREFIX + name)) {
                return option.readNamed(options, name, value);
            }
        }
        String known = Arrays.stream(values()).map(option -> option.key).collect(Collectors.joining(", "));
        throw new SQLException("the option " + name + " is unknown; Referent knows " + known);
    }

    private Options readNamed(Options options, String name, String value) throws SQLException {
        try {
            return switch (this) {
                case ALL_OR_NOTHING -> options.allOrNothing(truth(value));
                case EXPLAINING_WITHIN -> options.explainingWithin(time(value));
                case HIDING_VALUES -> options.hidingValues(truth(value));
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new SQLException("the option " + name + " cannot be '" + value + "'; it is " + form, e);
        }
    }

    private static boolean truth(String value) {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(value);
        }
        return value.equalsIgnoreCase("true");
    }

    private static Duration time(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            return Duration.parse(value);
        }
        long number = Long.parseLong(time.group(1));
        return "ms".equals(time.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }

    /** Describes the option for a tool that shows it to its user. */
    DriverPropertyInfo info(Properties given) {
        DriverPropertyInfo info = new DriverPropertyInfo(key, given.getProperty(key, usual));
        info.description = description + "; " + form;
        if (form.equals("true or false")) {
            info.choices = new String[] {"true", "false"};
        }
        return info;
    }
}
