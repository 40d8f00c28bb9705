package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.evidence.engines.servers.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

final class ReferentDriverTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    private static final String BOGUS = "INSERT INTO book (id, author_id) VALUES (1, 99)";

    @TempDir
    private Path folder;

    private String url(String file) {
        return "jdbc:referent:sqlite:" + folder.resolve(file);
    }

    private static Connection library(String url, Properties properties) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        Sql.run(
                connection,
                "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                "CREATE TABLE book (id INTEGER PRIMARY KEY,"
                        + " author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)");
        return connection;
    }

    private Connection library(String file) throws SQLException {
        return library(url(file), new Properties());
    }

    private static ForeignKeyViolationSQLException violation(Connection connection) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, BOGUS));
    }

    @Test
    void enforcesAndExplains() throws SQLException {
        try (Connection connection = library("x.db")) {
            assertThat(violation(connection).getMessage())
                    .isEqualTo("book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                            + " FOREIGN KEY constraint failed: book_author_fk");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void enforcesAndExplainsOnAServer(TestServer server) throws SQLException {
        String theirs = server.fresh().url();
        String url = theirs.replaceFirst("^jdbc:", "jdbc:referent:");
        String options = (url.contains("?") ? "&" : "?") + "referent.explainingWithin=5s";
        try (Connection connection = DriverManager.getConnection(url + options)) {
            Sql.run(
                    connection,
                    "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER,"
                            + " CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id))");

            assertThat(violation(connection).violations().get(0).message())
                    .isEqualTo("book.author_id = 99 has no matching author.id (foreign key book_author_fk)");
            assertThat(connection.getMetaData().getURL()).startsWith(theirs.substring(0, theirs.indexOf("//")));
        }
    }

    @Test
    void opensTheFileThatTheDriverOpens() throws SQLException {
        library("x.db?busy_timeout=77&referent.allOrNothing=true").close();

        assertThat(folder).isDirectoryContaining(file -> file.endsWith("x.db"));
        try (Connection connection = DriverManager.getConnection("jdbc:referent:sqlite:file:" + folder.resolve("x.db")
                + "?mode=ro&referent.allOrNothing=true&busy_timeout=77")) {
            assertThat(Sql.read(connection, "PRAGMA busy_timeout")).isEqualTo("77");
            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO author VALUES (1)"))
                    .hasMessageContaining("is read-only");
        }
    }

    @Test
    void givesTheMetadataAndTheObjectsOfTheDatabasesDriver() throws SQLException {
        try (Connection connection = library("x.db?referent.allOrNothing=true")) {
            assertThat(connection.getMetaData().getURL()).isEqualTo("jdbc:sqlite:" + folder.resolve("x.db"));
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(connection.unwrap(SQLiteConnection.class).isClosed()).isFalse();
        }
    }

    @Test
    void takesPropertiesOfTheDriverAndOfItsOwn() throws SQLException {
        Properties defaults = new Properties();
        defaults.setProperty("busy_timeout", "77");
        Properties properties = new Properties(defaults);
        properties.setProperty("user", "me");
        properties.setProperty("password", "");
        properties.setProperty("referent.explainingWithin", "0ms");

        try (Connection connection = library(url("x.db?referent.explainingWithin=PT1M"), properties)) {
            assertThat(Sql.read(connection, "PRAGMA busy_timeout")).isEqualTo("77");
            assertThat(violation(connection).undetermined())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("not explained within 0 ms"));
        }
    }

    @Test
    void commitsATransactionAsAWholeIfItIsAskedTo() throws SQLException {
        try (Connection connection = library("x.db?referent.allOrNothing=TRUE")) {
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO author VALUES (1)");
            violation(connection);

            assertThatThrownBy(connection::commit).hasMessageStartingWith("the transaction is rolled back");
            assertThat(Sql.read(connection, "SELECT count(*) FROM author")).isEqualTo("0");
        }
    }

    @Nested
    class Registered {
        @Test
        void isOfferedByItsServiceFileAndLeavesOtherUrlsToTheirDrivers() throws SQLException {
            assertThat(DriverManager.getDriver(url("x.db"))).isInstanceOf(ReferentDriver.class);
            for (String theirs :
                    List.of("jdbc:sqlite:" + folder.resolve("x.db"), "jdbc:sqlite::memory:", "JDBC:SQLITE:x")) {
                assertThat(DriverManager.getDriver(theirs)).isInstanceOf(JDBC.class);
                assertThat(driver().acceptsURL(theirs)).isFalse();
                assertThat(driver().connect(theirs, new Properties())).isNull();
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                assertThat(connection).isInstanceOf(SQLiteConnection.class);
            }
        }

        @Test
        void describesTheOptionsAndTheDriversProperties() throws SQLException {
            Properties given = new Properties();
            given.setProperty("referent.allOrNothing", "true");

            DriverPropertyInfo[] all = driver().getPropertyInfo(url("x.db"), given);

            assertThat(Arrays.stream(all).map(info -> info.name))
                    .startsWith("referent.allOrNothing", "referent.explainingWithin")
                    .contains("busy_timeout", "journal_mode");
            assertThat(all[0].value).isEqualTo("true");
            assertThat(all[0].choices).containsExactly("true", "false");
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void hasTheVersionOfTheArtifact() throws Exception {
            assertThat(Files.readString(Path.of("pom.xml")))
                    .contains("<version>" + driver().getMajorVersion() + "." + driver().getMinorVersion() + ".");
            assertThat(driver().jdbcCompliant()).isFalse();
            assertThat(driver().getParentLogger().getName()).isEqualTo("dev.referent");
        }

        private Driver driver() throws SQLException {
            return DriverManager.getDriver(url("x.db"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sqlite:FOLDER/x.db?referent.allOrNothin=true      | the option referent.allOrNothin is unknown; Referent knows referent.allOrNothing, referent.explainingWithin
                    sqlite:FOLDER/x.db?REFERENT.allornothing=true     | the option REFERENT.allornothing is unknown
                    sqlite:FOLDER/x.db?referent.allOrNothing          | the option referent.allOrNothing cannot be ''; it is true or false
                    sqlite:FOLDER/x.db?referent.allOrNothing=yes      | the option referent.allOrNothing cannot be 'yes'; it is true or false
                    sqlite:FOLDER/x.db?referent.explainingWithin=250  | the option referent.explainingWithin cannot be '250'; it is a time such as 250ms, 2s or PT0.25S
                    sqlite:FOLDER/x.db?referent.explainingWithin=-PT1S | the option referent.explainingWithin cannot be '-PT1S'
                    sqlite:FOLDER/x.db;referent.allOrNothing=true     | options follow a question mark
                    sqlite:FOLDER/x.db?foreign_key=on                 | the parameter foreign_key in jdbc:sqlite:FOLDER/x.db?foreign_key=on is unknown; is foreign_keys meant?
                    sqlite:FOLDER/x.db?busy_timeout=5s                | cannot be '5s'
                    sqlite:FOLDER/none/x.db                           | there is no directory FOLDER/none; make it first
                    sqlite:FOLDER                                     | is a directory; name a file in it
                    sqlite:FOLDER/x.db?password=secret&foo=1          | jdbc:sqlite:FOLDER/x.db?password=...&foo=1 is unknown
                    h2:mem:                                           | jdbc:referent:h2:mem: names no database that Referent enforces foreign keys on; the URL begins with jdbc:referent:sqlite:, jdbc:referent:postgresql:, jdbc:referent:mariadb:
                    sqlserver://h;user=sa;password=se;secret          | jdbc:referent:sqlserver://h;user=sa;password=... names no database
                    sqlite:x;password=secret;referent.allOrNothing=1  | jdbc:referent:sqlite:x;password=... has an option
                    sqllite:x?password=secret                         | jdbc:referent:sqllite:x?password=... names no database
                    postgresql://127.0.0.1:1/x?password=secret        | Connection to 127.0.0.1:1 refused
                    postgresql://me:secret@127.0.0.1:1/x              | The connection attempt failed
                    mariadb:x?password=secret                         | is not present in the url jdbc:mariadb:x?password=...
                    """)
    void rejectsWhatIsMisspelt(String form, String message) {
        String url = "jdbc:referent:" + form.replace("FOLDER", folder.toString());

        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message.replace("FOLDER", folder.toString()))
                .hasMessageNotContaining("secret")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
        assertThat(folder).isEmptyDirectory();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void rejectsAPropertyThatItDoesNotKnow() {
        Properties properties = new Properties();
        properties.setProperty("referent.foo", "1");

        assertThatThrownBy(() -> DriverManager.getConnection(url("x.db"), properties))
                .hasMessageStartingWith("the option referent.foo is unknown; Referent knows referent.allOrNothing, ");
    }

    @Test
    void saysAtTheFirstStatementThatAFileIsNoDatabase() throws Exception {
        Files.writeString(folder.resolve("x.db"), "no database ".repeat(1000));

        try (Connection connection = DriverManager.getConnection(url("x.db"))) {
            assertThatThrownBy(() -> Sql.run(connection, "CREATE TABLE t (x)"))
                    .isInstanceOf(SQLiteException.class)
                    .hasMessageContaining("is a file but not an SQLite database");
        }
    }
}
