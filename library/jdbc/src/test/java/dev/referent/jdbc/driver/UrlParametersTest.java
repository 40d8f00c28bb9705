package dev.referent.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection of {@code EnforcedDataSource.open(url)} is as {@code DriverManager.getConnection(url)} makes it. */
final class UrlParametersTest {
    /** Enforcement itself, and what is switched off at each checkout, as it lasts until the end of one transaction. */
    private static final Set<String> DIFFERENT = Set.of("PRAGMA foreign_keys", "PRAGMA defer_foreign_keys");

    private static final List<String> SWITCHES = List.of("on", "OFF", "yes", "1", "0", "'on'", "0x1");

    /** For parameters without a list of choices: numbers as SQLite reads them, and what only the driver reads. */
    private static final List<String> VALUES =
            List.of("0", "1", "4097", "-2000", "0x100", "+7", "off", "'5'", "yyyy-MM-dd", "66");

    /** What SQLite takes and the driver does not list. */
    private static final Map<String, List<String>> UNLISTED = Map.of(
            "synchronous", List.of("extra", "on", "yes", "0", "1", "3", "'normal'"),
            "journal_mode", List.of("'wal'", "\"truncate\"", "1"),
            "locking_mode", List.of("'exclusive'"),
            "temp_store", List.of("0", "1", "2", "\"memory\""),
            "secure_delete", List.of("on", "2", "no"),
            "encoding", List.of("UTF8", "utf16", "\"UTF-16le\"", "UTF-8"),
            "page_size", List.of("8192", "1000"),
            "password", List.of("secret", "it's"),
            "jdbc.explicit_readonly", List.of("true", "TRUE"));

    @TempDir
    private Path folder;

    private int files;

    static Stream<DriverPropertyInfo> parameters() throws SQLException {
        return Arrays.stream(DriverManager.getDriver("jdbc:sqlite:").getPropertyInfo("jdbc:sqlite:", new Properties()));
    }

    static Stream<String> names() throws SQLException {
        return parameters().map(parameter -> parameter.name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachParameterActsAsTheDriverHasIt(String name) throws Exception {
        DriverPropertyInfo parameter =
                parameters().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
        for (String value : values(parameter)) {
            compare("?" + name + "=" + value, true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_size", "encoding", "journal_mode", "application_id", "open_mode", "user_version"})
    void aParameterActsOnANewFileToo(String name) throws Exception {
        DriverPropertyInfo parameter =
                parameters().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
        for (String value : values(parameter)) {
            compare("?" + name + "=" + value, false);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?CACHE_SIZE=77",
                "? cache_size = 77 ",
                "?cache_size=77&cache_size=78",
                "?cache_size=77&cache_size=78&",
                "?&&cache_size=77",
                "?cache_size=77=78",
                "?busy_timeout=1&transaction_mode=immediate&date_class=text&jdbc.get_generated_keys=false",
                "?foreign_keys=off&foreign_keys=on",
                "?foreign_keys=2",
                "?journal_mode=wal&synchronous=1&wal_autocheckpoint=-1",
            })
    void namesAreReadAsTheDriverReadsThem(String parameters) throws Exception {
        compare(parameters, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:file:FILE?mode=ro",
                "jdbc:sqlite:file:FILE?mode=rw&cache=private&busy_timeout=77",
                "jdbc:sqlite:file:FILE?busy_timeout=77&immutable=1&psow=0",
                "jdbc:sqlite:file:FILE?open_mode=1",
                "jdbc:sqlite:file:FILE?mode=wrong",
                "jdbc:sqlite:file:FILE?vfs=none",
                "JDBC:SQLite:FILE?busy_timeout=77",
                "jdbc:sqlite:FILE?busy_timeout=77  ",
                "jdbc:sqlite::memory:?busy_timeout=77",
                "jdbc:sqlite:?busy_timeout=77",
                "jdbc:sqlite:file::memory:?cache=shared&shared_cache=true",
                "jdbc:sqlite::resource:file:FILE?busy_timeout=77&date_class=real",
                "jdbc:sqlite::resource:no/such.db",
            })
    void aNameIsReadAsTheDriverReadsIt(String url) throws Exception {
        compare(url, file(true), file(true));
    }

    private static Set<String> values(DriverPropertyInfo parameter) {
        Set<String> values = new LinkedHashSet<>(UNLISTED.getOrDefault(parameter.name, List.of()));
        if (parameter.choices == null) {
            values.addAll(VALUES);
        } else {
            for (String choice : parameter.choices) {
                values.add(choice);
            }
            if (values.contains("true")) {
                values.addAll(SWITCHES);
            } else {
                values.add(parameter.choices[parameter.choices.length - 1].toLowerCase(Locale.ROOT));
            }
        }
        return values;
    }

    private void compare(String parameters, boolean existing) throws Exception {
        compare("jdbc:sqlite:FILE" + parameters, file(existing), file(existing));
    }

    private void compare(String url, Path theirs, Path ours) throws SQLException {
        SortedMap<String, String> bare = state(() -> DriverManager.getConnection(url.replace("FILE", theirs + "")));
        SortedMap<String, String> enforced = state(
                () -> EnforcedDataSource.open(url.replace("FILE", ours + "")).getConnection());
        if (bare.containsKey("PRAGMA foreign_keys") && url.matches("(?i).*\\?foreign_keys=\\W?(0|off|no|false)\\W?")) {
            assertThat(enforced.get("failure")).contains("asks for foreign keys that are not enforced");
        } else {
            assertThat(differences(bare, enforced, theirs, ours)).as(url).isEmpty();
        }
    }

    private static List<String> differences(
            SortedMap<String, String> bare, SortedMap<String, String> enforced, Path theirs, Path ours) {
        if (bare.containsKey("failure") || enforced.containsKey("failure")) {
            return bare.containsKey("failure") && enforced.containsKey("failure")
                    ? List.of()
                    : List.of("failure: bare " + bare.get("failure") + ", enforced " + enforced.get("failure"));
        }
        Set<String> names = new LinkedHashSet<>(bare.keySet());
        names.addAll(enforced.keySet());
        names.removeAll(DIFFERENT);
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String theirValue = String.valueOf(bare.get(name)).replace(theirs.toString(), "FILE");
            String ourValue = String.valueOf(enforced.get(name)).replace(ours.toString(), "FILE");
            if (!theirValue.equals(ourValue)) {
                differences.add(name + ": bare " + theirValue + ", enforced " + ourValue);
            }
        }
        return differences;
    }

    /** Opens a connection. */
    @FunctionalInterface
    private interface Opening {
        Connection open() throws SQLException;
    }

    private static SortedMap<String, String> state(Opening opening) throws SQLException {
        try (Connection connection = opening.open()) {
            return ConnectionState.of(connection);
        } catch (SQLException | IllegalArgumentException e) {
            return new TreeMap<>(Map.of("failure", String.valueOf(e.getMessage())));
        }
    }

    private Path file(boolean existing) throws Exception {
        Path file = folder.resolve("f" + files++ + ".db");
        if (existing) {
            Path template = folder.resolve("template.db");
            if (!Files.exists(template)) {
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + template)) {
                    Sql.run(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, x)", "CREATE TABLE u (x)");
                }
            }
            Files.copy(template, file);
        }
        return file;
    }
}
