package dev.referent.jdbc;

import dev.referent.jdbc.driver.Secrets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A URL of {@link ReferentDriver} and its properties, parsed.
 *
 * @param driverUrl the URL for the database's driver, without {@code referent:} and Referent's options
 * @param driverProperties the properties without Referent's options
 * @param options Referent's options; a property wins over a parameter
 */
record ReferentUrl(String driverUrl, Properties driverProperties, Options options) {
    private static final String PREFIX = "jdbc:referent:";

    private static final List<String> DATABASES = List.of("sqlite:", "postgresql:", "mariadb:");

    private static final Pattern MISPLACED = Pattern.compile("(?i)[;&]\\s*referent\\.");

    static boolean isMeantBy(String url) {
        return url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Parses a URL.
     *
     * @throws SQLException if it does not name a database that Referent supports, or an option is misspelt; the message
     *     contains no password
     */
    static ReferentUrl of(String url, Properties properties) throws SQLException {
        String rest = url.substring(PREFIX.length());
        if (DATABASES.stream().noneMatch(name -> rest.regionMatches(true, 0, name, 0, name.length()))) {
            throw new SQLException(
                    Secrets.hidden(url) + " names no database that Referent enforces foreign keys on; the URL"
                            + " begins with " + PREFIX + String.join(", " + PREFIX, DATABASES));
        }
        int question = rest.indexOf('?');
        String address = question < 0 ? rest : rest.substring(0, question);
        if (MISPLACED.matcher(address).find()) {
            throw new SQLException(
                    Secrets.hidden(url) + " has an option where no parameter is read; options follow a question mark,"
                            + " as in " + PREFIX + "sqlite:FILE?referent.allOrNothing=true");
        }
        String[] parameters =
                question < 0 ? new String[0] : rest.substring(question + 1).split("&", -1);
        List<String> others = new ArrayList<>();
        Options options = Options.USUAL;
        for (String parameter : parameters) {
            String[] pair = parameter.split("=", 2);
            if (UrlOption.isMeantBy(pair[0].trim())) {
                options = UrlOption.set(options, pair[0].trim(), pair.length < 2 ? "" : pair[1].trim());
            } else {
                others.add(parameter);
            }
        }
        String driverUrl = "jdbc:" + address + (others.isEmpty() ? "" : "?" + String.join("&", others));
        return of(driverUrl, properties, options);
    }

    private static ReferentUrl of(String driverUrl, Properties properties, Options ofUrl) throws SQLException {
        Options options = ofUrl;
        Properties driverProperties = new Properties();
        for (String name : properties.stringPropertyNames()) {
            if (UrlOption.isMeantBy(name)) {
                options = UrlOption.set(
                        options, name, properties.getProperty(name).trim());
            } else {
                driverProperties.setProperty(name, properties.getProperty(name));
            }
        }
        return new ReferentUrl(driverUrl, driverProperties, options);
    }
}
