package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Each foreign key of a real schema, whose keys have no names: the sample database Chinook, of which nothing is part of this
 * project. It is looked for in a folder {@code shared/data} beside the checkout, or where the system property
 * {@code referent.chinook} says; without it this is reported as skipped.
 */
final class ChinookTest {
    private static final long NOBODY = 987_654_321;
    private static final String FILE = "shared/data/chinook.sqlite";

    @TempDir
    private Path folder;

    private Optional<Connection> opened = Optional.empty();

    @BeforeEach
    void copy() throws IOException, SQLException {
        Optional<Path> chinook = chinook();
        assumeTrue(
                chinook.isPresent(),
                "Chinook is not there: no " + FILE + " in a folder above, and no -Dreferent.chinook=FILE");
        Path copy = Files.copy(chinook.orElseThrow(), folder.resolve("chinook.db"));
        opened = Optional.of(EnforcedDataSource.open("jdbc:sqlite:" + copy).getConnection());
        connection().setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        if (opened.isPresent()) {
            opened.get().close();
        }
    }

    private static Optional<Path> chinook() {
        Optional<Path> given =
                Optional.ofNullable(System.getProperty("referent.chinook")).map(Path::of);
        if (given.isPresent()) {
            return given;
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
                .map(above -> above.resolve(FILE))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private Connection connection() {
        return opened.orElseThrow(() -> new TestAbortedException("Chinook is not there"));
    }

    @Test
    void hasElevenKeysWithoutNames() throws SQLException {
        assertThat(keys()).hasSize(11).allSatisfy(key -> assertThat(key.name())
                .isEqualTo(key.childTable() + "_" + key.childColumns().get(0) + "_fkey"));
    }

    @TestFactory
    Stream<DynamicTest> explainsAnInsertOfABogusRow() throws SQLException {
        return eachKey(key -> {
            List<Object> row = first(key);
            row.set(index(key), NOBODY);
            String marks = String.join(", ", Collections.nCopies(row.size(), "?"));
            String sql = "INSERT OR REPLACE INTO [" + key.childTable() + "] VALUES (" + marks + ")";

            assertExplained(key, sql, row, Kind.MISSING_PARENT, NOBODY, 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> explainsAnUpdateToABogusParent() throws SQLException {
        return eachKey(key -> {
            String column = "[" + key.childColumns().get(0) + "]";
            String sql =
                    "UPDATE [" + key.childTable() + "] SET " + column + " = ? WHERE rowid = (SELECT min(rowid) FROM ["
                            + key.childTable() + "] WHERE " + column + " IS NOT NULL)";

            assertExplained(key, sql, List.of(NOBODY), Kind.MISSING_PARENT, NOBODY, 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> explainsADeleteOfAReferencedParent() throws SQLException {
        return eachKey(key -> {
            long parent = referenced(key);
            String sql = "DELETE FROM [" + key.parentTable() + "] WHERE ["
                    + key.parentColumns().get(0) + "] = ?";

            assertExplained(key, sql, List.of(parent), Kind.STILL_REFERENCED, parent, children(key, parent));
        });
    }

    @TestFactory
    Stream<DynamicTest> explainsAnUpdateOfAReferencedParentsKey() throws SQLException {
        return eachKey(key -> {
            long parent = referenced(key);
            String column = "[" + key.parentColumns().get(0) + "]";
            String sql = "UPDATE [" + key.parentTable() + "] SET " + column + " = ? WHERE " + column + " = ?";

            assertExplained(key, sql, List.of(NOBODY, parent), Kind.STILL_REFERENCED, parent, children(key, parent));
        });
    }

    /** Breaks one key. */
    @FunctionalInterface
    private interface Breaking {
        /** Breaks it and asserts what is said. */
        void of(ForeignKey key) throws SQLException;
    }

    private Stream<DynamicTest> eachKey(Breaking breaking) throws SQLException {
        return keys().stream()
                .map(key -> DynamicTest.dynamicTest(key.name(), () -> {
                    breaking.of(key);
                    connection().rollback();
                }));
    }

    private List<ForeignKey> keys() throws SQLException {
        return ForeignKeys.of(connection());
    }

    /** The violation of the key is among those that are proved, which all are of the same statement. */
    private void assertExplained(ForeignKey key, String sql, List<Object> values, Kind kind, long value, long childRows)
            throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, statement::executeUpdate);

            assertThat(violation.undetermined()).isEmpty();
            List<ForeignKeyViolation> ofKey = violation.violations().stream()
                    .filter(each -> each.foreignKey().equals(key))
                    .toList();
            assertThat(ofKey).hasSize(1);
            assertThat(ofKey.get(0).kind()).isEqualTo(kind);
            assertThat(ofKey.get(0).key()).containsExactly(value);
            assertThat(ofKey.get(0).childRows()).isEqualTo(childRows);
            assertThat(violation.violations())
                    .allSatisfy(each -> assertThat(each.kind()).isEqualTo(kind));
            assertThat(violation.getMessage()).contains("(foreign key " + key.name() + ")");
        }
    }

    private List<Object> first(ForeignKey key) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM [" + key.childTable() + "] LIMIT 1")) {
            List<Object> values = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                values.add(row.getObject(column));
            }
            return values;
        }
    }

    private int index(ForeignKey key) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM [" + key.childTable() + "] LIMIT 1")) {
            ResultSetMetaData columns = row.getMetaData();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                names.add(columns.getColumnName(column));
            }
            return names.indexOf(key.childColumns().get(0));
        }
    }

    private long referenced(ForeignKey key) throws SQLException {
        return number("SELECT min([" + key.childColumns().get(0) + "]) FROM [" + key.childTable() + "]");
    }

    private long children(ForeignKey key, long parent) throws SQLException {
        String query = "SELECT min(1000, count(*)) FROM [%s] WHERE [%s] = %d";
        return number(query.formatted(key.childTable(), key.childColumns().get(0), parent));
    }

    private long number(String query) throws SQLException {
        return Long.parseLong(String.valueOf(Sql.read(connection(), query)));
    }
}
