package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an enforced connection's metadata reports of foreign keys, which the driver's reports wrongly. */
final class ForeignKeyMetaDataTest {
    private static final String NAMES = "FK_NAME";

    @TempDir
    private Path folder;

    private Connection connection;
    private DatabaseMetaData metaData;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("keys.db"))
                .getConnection();
        metaData = connection.getMetaData();
        Sql.run(
                connection,
                "CREATE TABLE Parent (Id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
                "CREATE TABLE pair (x, y, CONSTRAINT pair_pk PRIMARY KEY (y, x))",
                "CREATE TABLE Child (a INT CONSTRAINT \"the first\" REFERENCES PARENT ON DELETE CASCADE,"
                        + " b TEXT REFERENCES parent (CODE) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,"
                        + " c INT CONSTRAINT third REFERENCES parent ON DELETE RESTRICT DEFERRABLE,"
                        + " d INT CONSTRAINT lost REFERENCES missing (id) NOT DEFERRABLE INITIALLY DEFERRED,"
                        + " e, f, CONSTRAINT both FOREIGN KEY (e, f) REFERENCES pair ON DELETE SET DEFAULT)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void importedKeysHaveNamesRulesAndDeferrability() throws SQLException {
        assertThat(keys(metaData.getImportedKeys(null, "", "CHILD")))
                .containsExactly(
                        "null||Parent|Id|null||Child|a|1|3|0|the first||7",
                        "null||Parent|code|null||Child|b|1|2|3|Child_b_fkey||5",
                        "null||Parent|Id|null||Child|c|1|3|1|third||6",
                        "null||missing|id|null||Child|d|1|3|3|lost||7",
                        "null||pair|y|null||Child|e|1|3|4|both|pair_pk|7",
                        "null||pair|x|null||Child|f|2|3|4|both|pair_pk|7");
    }

    @Test
    void exportedKeysAreSortedByChildTableAndSequence() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE another (p REFERENCES pair (x) , q, r, FOREIGN KEY (q, r) REFERENCES pair (x, y),"
                        + " CONSTRAINT own FOREIGN KEY (r, q) REFERENCES Pair)");

        assertThat(keys(metaData.getExportedKeys("main", null, "PAIR")))
                .containsExactly(
                        "main|null|pair|y|main|null|Child|e|1|3|4|both|pair_pk|7",
                        "main|null|pair|x|main|null|Child|f|2|3|4|both|pair_pk|7",
                        "main|null|pair|x|main|null|another|p|1|3|3|another_p_fkey||7",
                        "main|null|pair|x|main|null|another|q|1|3|3|another_q_r_fkey|pair_pk|7",
                        "main|null|pair|y|main|null|another|r|1|3|3|own|pair_pk|7",
                        "main|null|pair|y|main|null|another|r|2|3|3|another_q_r_fkey|pair_pk|7",
                        "main|null|pair|x|main|null|another|q|2|3|3|own|pair_pk|7");
    }

    @Test
    void crossReferencesAreTheKeysBetweenTwoTables() throws SQLException {
        assertThat(column(metaData.getCrossReference(null, null, "pair", null, null, "child"), "FKCOLUMN_NAME"))
                .containsExactly("e", "f");
        assertThat(column(metaData.getCrossReference(null, null, "parent", null, null, null), NAMES))
                .containsExactly("the first", "Child_b_fkey", "third");
        assertThat(column(metaData.getCrossReference(null, null, null, null, null, "child"), NAMES))
                .hasSize(6);
        assertThat(column(metaData.getCrossReference(null, null, "child", null, null, "pair"), NAMES))
                .isEmpty();
    }

    @Test
    void aDatabaseIsSelectedByItsNameElseSearchedInOrder() throws SQLException {
        Sql.run(
                connection,
                "ATTACH '" + folder.resolve("other.db") + "' AS other",
                "CREATE TABLE other.parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE other.child (a CONSTRAINT in_other REFERENCES parent)",
                "CREATE TABLE other.only (a CONSTRAINT in_only REFERENCES parent)",
                "CREATE TEMP TABLE parent (id INTEGER PRIMARY KEY)",
                "CREATE TEMP TABLE child (a CONSTRAINT in_temp REFERENCES parent)");

        assertThat(column(metaData.getImportedKeys(null, null, "child"), NAMES)).containsExactly("in_temp");
        assertThat(column(metaData.getImportedKeys(null, "OTHER", "child"), NAMES))
                .containsExactly("in_other");
        assertThat(column(metaData.getExportedKeys("other", null, "parent"), NAMES))
                .containsExactly("in_other", "in_only");
        assertThat(column(metaData.getImportedKeys(null, "main", "child"), NAMES))
                .hasSize(6);
        assertThat(column(metaData.getImportedKeys(null, null, "only"), NAMES)).containsExactly("in_only");
        assertThat(column(metaData.getCrossReference(null, "main", "parent", null, "other", "child"), NAMES))
                .isEmpty();
    }

    @Test
    void theResultSetIsOfTheDriversForm() throws SQLException {
        try (Connection bare = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("keys.db"));
                ResultSet expected = bare.getMetaData().getImportedKeys(null, null, "Child");
                ResultSet actual = metaData.getImportedKeys(null, null, "Child");
                ResultSet none = metaData.getImportedKeys(null, null, "Parent")) {
            assertThat(columns(actual)).isEqualTo(columns(expected));
            assertThat(columns(none)).hasSize(14);
            assertThat(none.next()).isFalse();
        }
    }

    @Test
    void theStatementIsClosedWithItsResultSet() throws SQLException {
        ResultSet keys = metaData.getImportedKeys(null, null, "Child");
        Statement statement = keys.getStatement();
        keys.close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void theDriverAnswersForATableThatDoesNotExist() throws SQLException {
        assertThat(column(metaData.getImportedKeys(null, null, "nowhere"), NAMES))
                .isEmpty();
        assertThatThrownBy(() -> metaData.getExportedKeys(null, null, "nowhere"))
                .hasMessage("Table not found: 'nowhere'");
    }

    private static List<String> columns(ResultSet rows) throws SQLException {
        rows.next();
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i) + " " + columns.getColumnName(i) + " " + columns.getColumnType(i));
        }
        return names;
    }

    private static List<String> keys(ResultSet rows) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i : IntStream.rangeClosed(1, 14).toArray()) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                keys.add(String.join("|", values));
            }
        }
        return keys;
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(name));
            }
        }
        return values;
    }
}
