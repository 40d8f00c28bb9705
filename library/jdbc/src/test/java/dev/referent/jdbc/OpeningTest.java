package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

final class OpeningTest {
    @TempDir
    private Path folder;

    @Test
    void enforcesOnAFileThatIsNew() throws SQLException {
        try (Connection connection = EnforcedDataSource.open(url("new.db")).getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    @Test
    void enforcesInMemory() throws SQLException {
        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    @Test
    void changesNothingElseOfAFile() throws Exception {
        Path file = folder.resolve("theirs.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql.run(connection, "CREATE TABLE t (x)");
        }
        byte[] before = Files.readAllBytes(file);

        try (Connection connection = EnforcedDataSource.open(url("theirs.db")).getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(Sql.read(connection, "PRAGMA synchronous")).isEqualTo("2");
        }
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:sqlite:FOLDER/x.db?foreign_key=on             | the parameter foreign_key in URL is unknown; is foreign_keys meant?
                    jdbc:sqlite:FOLDER/x.db?foreignkeys=on             | the parameter foreignkeys in URL is unknown; is foreign_keys meant?
                    jdbc:sqlite:FOLDER/x.db?foreign_keys=off           | asks for foreign keys that are not enforced
                    jdbc:sqlite:FOLDER/x.db?busy_timeout=5000&foo=1    | the parameter foo in URL is unknown
                    jdbc:sqlite:FOLDER/x.db?journal_mode=WALL          | the parameter journal_mode in URL cannot be 'WALL'; it is one of
                    jdbc:sqlite:FOLDER/x.db?foreign_keys               | the parameter foreign_keys in URL cannot be ''
                    jdbc:sqlite:FOLDER/x.db;foreign_keys=on            | would create a file with exactly that name
                    jdbc:sqlite:FOLDER/x.db&foreign_keys=on            | would create a file with exactly that name
                    jdbc:sqllite:FOLDER/x.db                           | is not a URL of an SQLite database; it begins with jdbc:sqlite:
                    jdbc:sqlite:FOLDER                                 | is a directory; name a file in it
                    jdbc:sqlite:FOLDER/none/x.db                       | there is no directory FOLDER/none; make it first
                    jdbc:sqlite:FOLDER/x.db?open_mode=1                | there is no file FOLDER/x.db; make it first, make its directory writable
                    jdbc:sqlite:file:FOLDER/x.db?mode=rw               | there is no file FOLDER/x.db; make it first
                    jdbc:sqlite:FOLDER/x.db?mode=ro                    | SQLite reads it from a file: name only, as in jdbc:sqlite:file:FILE?mode=...
                    jdbc:sqlite:file:FOLDER/x.db?MODE=ro               | the parameter MODE in URL is unknown
                    jdbc:sqlite:FOLDER/x.db?foreign_keys=on&foreign_keys=0 | asks for foreign keys that are not enforced
                    jdbc:sqlite:FOLDER/x.db?foreign_keys='Off'         | asks for foreign keys that are not enforced
                    jdbc:sqlite:FOLDER/x.db?recursive_triggers=ture    | the parameter recursive_triggers in URL cannot be 'ture'; it is one of true, false
                    jdbc:sqlite:FOLDER/x.db?busy_timeout=5s            | the parameter busy_timeout in URL cannot be '5s': For input string: "5s"
                    jdbc:sqlite:FOLDER/x.db?date_class=1               | the parameter date_class in URL cannot be '1'; it is one of INTEGER, TEXT, REAL: No enum constant
                    jdbc:sqlite:file:FOLDER/x.db?vfs=none              | <url> cannot be opened: [SQLITE_ERROR]
                    jdbc:sqlite:FOLDER/x.db?password=secret&foo=1      | jdbc:sqlite:FOLDER/x.db?password=...&foo=1 is unknown
                    jdbc:sqlite:FOLDER/x.db;password=secret            | jdbc:sqlite:FOLDER/x.db;password=... would create a file
                    jdbc:sqlite:FOLDER/x.db;user=me;PWD=se&c;ret       | jdbc:sqlite:FOLDER/x.db;user=me;PWD=... would create a file
                    """)
    void rejectsAMisspeltUrlAndMakesNoFile(String form, String message) throws Exception {
        String url = form.replace("FOLDER", folder.toString());

        assertThatThrownBy(() -> EnforcedDataSource.open(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message.replace(" in URL ", " in " + url + " ")
                        .replace("<url>", url)
                        .replace("FOLDER", folder.toString()));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void opensAFileThatIsThereWhateverItsName() throws Exception {
        Path file = Files.createDirectory(folder.resolve("a b&c=d")).resolve("x;y=z.db");
        DriverManager.getConnection("jdbc:sqlite:" + file).close();

        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite:" + file).getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    @Test
    void namesTheParameterWhoseValueSqliteRejects() {
        String url = url("x.db?cache_size=1&encoding=UTF-8");

        assertThatThrownBy(() -> EnforcedDataSource.open(url))
                .isInstanceOf(SQLiteException.class)
                .hasMessageStartingWith(
                        "the parameter encoding in " + url + " cannot be 'UTF-8'; it is one of 'UTF-8', ")
                .hasMessageContaining("syntax error")
                .hasCauseInstanceOf(SQLiteException.class);
    }

    @Test
    void handsPropertiesToTheDriver() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "77");
        properties.setProperty("user", "me");
        EnforcedDataSource source = EnforcedDataSource.open(url("x.db?busy_timeout=5&cache_size=9"), properties);
        properties.clear();

        try (Connection connection = source.getConnection();
                Connection ofUser = source.getConnection("me", "secret")) {
            for (Connection each : List.of(connection, ofUser)) {
                assertThat(Sql.read(each, "PRAGMA busy_timeout")).isEqualTo("77");
                assertThat(Sql.read(each, "PRAGMA cache_size")).isEqualTo("9");
                assertThat(Sql.read(each, "PRAGMA foreign_keys")).isEqualTo("1");
            }
        }
        assertThat(source.unwrap(SQLiteDataSource.class).getUrl()).isEqualTo(url("x.db?busy_timeout=5&cache_size=9"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "foreign_key,  on, the property foreign_key for URL is unknown; is foreign_keys meant?",
        "foregin_keys, on, the property foregin_keys for URL is unknown; is foreign_keys meant?",
        "busyTimeout,  9,  the property busyTimeout for URL is unknown; is busy_timeout meant?",
        "BUSY_TIMEOUT, 9,  the property BUSY_TIMEOUT for URL is unknown; is busy_timeout meant?",
        "foreign_keys, no, asks for foreign keys that are not enforced",
        "synchronous,  nromal, the property synchronous for URL cannot be 'nromal'",
        "open_mode,    rw, the property open_mode for URL cannot be 'rw'"
    })
    void rejectsAMisspeltProperty(String name, String value, String message) {
        Properties properties = new Properties();
        properties.setProperty(name, value);

        assertThatThrownBy(() -> EnforcedDataSource.open(url("x.db"), properties))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message.replace("URL", url("x.db")));
        assertThat(folder).isEmptyDirectory();
    }

    /** Druid hands over its own properties, Oracle's pool a property of Oracle's, and people those of the database before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "druid.stat.mergeSql",
                "oracle.jdbc.loginTimeout",
                "cachePrepStmts",
                "useUnicode",
                "characterEncoding",
                "passwordCharacterEncoding",
                "ApplicationName"
            })
    void ignoresAPropertyThatIsNotOfSqlite(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(name, "1");

        try (Connection connection =
                EnforcedDataSource.open(url("x.db"), properties).getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    @Test
    void rejectsAFileThatIsNoDatabase() throws Exception {
        Files.writeString(
                folder.resolve("notes.txt"), "a shopping list, longer than the header of a database\n".repeat(20));

        assertThatThrownBy(() -> EnforcedDataSource.open(url("notes.txt")))
                .hasMessageMatching(
                        "(?s)(?:(?!not an SQLite).)*notes.txt is a file but not an SQLite(?:(?!not an SQLite).)*");
    }

    @Test
    void rejectsADamagedFile() throws Exception {
        Path file = folder.resolve("damaged.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql.run(connection, "CREATE TABLE t (x)");
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 100, 200, (byte) 0x55);
        Files.write(file, bytes);

        assertThatThrownBy(() -> EnforcedDataSource.open(url("damaged.db")))
                .hasMessageContaining("damaged.db is a damaged SQLite database");
    }

    @Test
    void opensAFileThatIsLockedAndSaysSoWhenItIsUsed() throws Exception {
        try (Connection other = DriverManager.getConnection(url("locked.db"))) {
            Sql.run(other, "CREATE TABLE t (x)", "BEGIN EXCLUSIVE");

            try (Connection connection =
                    EnforcedDataSource.open(url("locked.db?busy_timeout=1")).getConnection()) {
                assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO t VALUES (1)"))
                        .hasMessageContaining("is locked by another connection, of this program or another")
                        .hasMessageContaining("busy_timeout");
                Sql.run(other, "ROLLBACK");
                Sql.run(connection, "INSERT INTO t VALUES (1)");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH '%s/notes.txt' AS notes",
                "ATTACH '%s/nowhere/x.db' AS other",
                "VACUUM INTO '%s/nowhere/x.db'",
            })
    void blamesNotTheFileForAnotherOneThatAStatementNames(String sql) throws Exception {
        Files.writeString(
                folder.resolve("notes.txt"), "These notes are longer than the header of a database. ".repeat(20));
        try (Connection connection = EnforcedDataSource.open(url("main.db")).getConnection()) {
            assertThatThrownBy(() -> Sql.run(connection, sql.formatted(folder)))
                    .isInstanceOf(SQLException.class)
                    .message()
                    .doesNotContain("main.db");
        }
    }

    @Test
    void saysThatTheLockMayBeOnAnAttachedDatabase() throws Exception {
        try (Connection other = DriverManager.getConnection(url("other.db"));
                Connection connection =
                        EnforcedDataSource.open(url("main.db?busy_timeout=1")).getConnection()) {
            Sql.run(other, "CREATE TABLE t (x)");
            Sql.run(connection, "ATTACH '" + folder.resolve("other.db") + "' AS other");
            Sql.run(other, "BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO other.t VALUES (1)"))
                    .hasMessageContaining(" or a database attached to it is locked");
        }
    }

    @Test
    void callsTheConnectionsOwnStatementNoOtherConnection() throws Exception {
        try (Connection connection = EnforcedDataSource.open(url("own.db")).getConnection();
                Statement query = connection.createStatement()) {
            Sql.run(connection, "CREATE TABLE t (x)", "INSERT INTO t VALUES (1), (2)");
            query.executeQuery("SELECT x FROM t").next();

            assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE t"))
                    .isInstanceOf(SQLException.class)
                    .message()
                    .doesNotContain("another connection");
        }
    }

    @Test
    void saysThatATransactionHasReadWhatIsNoLongerThere() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open(url("wal.db?journal_mode=wal&busy_timeout=60000"));
        try (Connection first = source.getConnection();
                Connection second = source.getConnection()) {
            Sql.run(first, "CREATE TABLE t (x)");
            first.setAutoCommit(false);
            Sql.read(first, "SELECT count(*) FROM t");
            Sql.run(second, "INSERT INTO t VALUES (1)");

            assertThatThrownBy(() -> Sql.run(first, "INSERT INTO t VALUES (2)"))
                    .hasMessageContaining("wal.db")
                    .hasMessageContaining(
                            "has been written by another connection since this transaction started reading")
                    .hasMessageContaining("roll it back and run it again");
        }
    }

    @Test
    void readsAReadOnlyFileAndSaysThatItCannotBeWritten() throws Exception {
        try (Connection connection = DriverManager.getConnection(url("read.db"))) {
            Sql.run(connection, "CREATE TABLE t (x)");
        }

        try (Connection connection = EnforcedDataSource.open(
                        "jdbc:sqlite:file:" + folder.resolve("read.db") + "?mode=ro")
                .getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            assertThat(Sql.read(connection, "SELECT count(*) FROM t")).isEqualTo("0");
            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO t VALUES (1)"))
                    .hasMessageContaining("read.db")
                    .hasMessageContaining("is read-only; make the file");
        }
    }

    @Test
    void enforcesWhateverTheWrappedSourceIsSetTo() throws SQLException {
        SQLiteDataSource unenforced = new SQLiteDataSource();
        unenforced.setUrl(url("x.db?foreign_keys=on"));
        unenforced.setEnforceForeignKeys(false);
        try (Connection bare = unenforced.getConnection();
                Connection connection = EnforcedDataSource.wrap(unenforced).getConnection()) {
            assertThat(Sql.read(bare, "PRAGMA foreign_keys")).isEqualTo("0");
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    @Test
    void enforcesOnEachConnectionToASharedCache() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:file:shared?mode=memory&cache=shared");
        try (Connection first = source.getConnection();
                Connection second = source.getConnection()) {
            Sql.run(first, "CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (x INT REFERENCES p)");

            assertThatThrownBy(() -> Sql.run(second, "INSERT INTO c VALUES (9)"))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("c.x = 9 has no matching p.id");
        }
    }

    @Test
    void unwrapsToThePoolAndToTheDriver() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url("pooled.db"));
            EnforcedDataSource source = EnforcedDataSource.wrap(pool);

            assertThat(source.unwrap(HikariDataSource.class)).isSameAs(pool);
            try (Connection connection = source.getConnection()) {
                assertThat(connection.isWrapperFor(SQLiteConnection.class)).isTrue();
                assertThat(connection.unwrap(SQLiteConnection.class)).isNotSameAs(connection);
                assertThat(connection.createStatement().getConnection()).isSameAs(connection);
            }
        }
    }

    private String url(String name) {
        return "jdbc:sqlite:" + folder.resolve(name);
    }
}
