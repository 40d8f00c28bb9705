package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.sql.SqlNames;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One database twice: behind Referent, and on the bare driver with its foreign keys enforced. What a violation leaves behind is
 * compared between the two.
 */
public final class PairedDatabases implements AutoCloseable {
    private static final String TABLES = "SELECT name FROM %s.sqlite_schema WHERE type = 'table' AND sql NOT LIKE"
            + " 'CREATE VIRTUAL%%' ORDER BY name";

    /** No test here is about a power cut. */
    private static final String FAST = "?synchronous=OFF";

    /** No test here is about the time; a cold machine that others use as well may be slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Connection enforced;
    private final Connection bare;

    private PairedDatabases(Connection enforced, Connection bare) {
        this.enforced = enforced;
        this.bare = bare;
    }

    /** Makes both in the folder. */
    public static PairedDatabases open(Path folder, String... texts) throws SQLException {
        Connection bare = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db") + FAST);
        Sql.run(bare, "PRAGMA foreign_keys = ON");
        PairedDatabases databases = new PairedDatabases(
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("enforced.db") + FAST)
                        .explainingWithin(PATIENCE)
                        .getConnection(),
                bare);
        databases.run(texts);
        return databases;
    }

    /** Uses a connection. */
    @FunctionalInterface
    public interface Use {
        /** Does what is to be compared. */
        void on(Connection connection) throws SQLException;
    }

    /** Referent's connection. */
    public Connection enforced() {
        return enforced;
    }

    /** Runs the texts on both. */
    public void run(String... texts) throws SQLException {
        both(connection -> Sql.run(connection, texts));
    }

    /** Does the same on both. */
    public void both(Use use) throws SQLException {
        use.on(enforced);
        use.on(bare);
    }

    /** Returns what Referent throws; the driver throws the same cause, and leaves the same state. */
    public ForeignKeyViolationSQLException violation(Use use) throws SQLException {
        ForeignKeyViolationSQLException violation = thrown(use);
        assertSame();
        return violation;
    }

    /** Returns what Referent throws at the end of a transaction; the driver leaves the same state. */
    public ForeignKeyViolationSQLException commitViolation(Use use) throws SQLException {
        return violation(use);
    }

    /** Returns what Referent throws at the end of a transaction. */
    public ForeignKeyViolationSQLException commitViolation(String sql) throws SQLException {
        return commitViolation(connection -> Sql.run(connection, sql));
    }

    private ForeignKeyViolationSQLException thrown(Use use) {
        SQLException theirs = catchThrowableOfType(SQLException.class, () -> use.on(bare));
        assertThat((Throwable) theirs).as("the bare driver rejects it").isNotNull();
        ForeignKeyViolationSQLException ours =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> use.on(enforced));
        assertThat((Throwable) ours).as("Referent rejects it").isNotNull();
        assertThat(ours.getCause()).hasMessage(theirs.getMessage()).hasSameClassAs(theirs);
        assertThat(ours.getErrorCode()).isEqualTo(theirs.getErrorCode());
        assertThat(ours.getSQLState()).isEqualTo("23503");
        return ours;
    }

    /** Returns what Referent throws of a batch, whose cause says why; the driver leaves the same state. */
    public BatchUpdateException batchViolation(Use use) throws SQLException {
        SQLException theirs = catchThrowableOfType(SQLException.class, () -> use.on(bare));
        assertThat((Throwable) theirs).as("the bare driver rejects it").isNotNull();
        BatchUpdateException ours = catchThrowableOfType(BatchUpdateException.class, () -> use.on(enforced));
        assertThat(ours.getErrorCode()).isEqualTo(19);
        assertThat(ours.getSQLState()).isEqualTo("23503");
        assertSame();
        return ours;
    }

    /** Returns the violations of a batch: the row's index and the message. */
    public static List<String> rows(BatchUpdateException violation) {
        if (!(violation.getCause() instanceof ForeignKeyViolationSQLException typed)) {
            throw new AssertionError("the batch's violation is not typed", violation);
        }
        assertThat(typed.undetermined()).isEmpty();
        return typed.violations().stream()
                .map(each -> each.batchIndex().orElse(-1) + ": " + each.message())
                .toList();
    }

    /** Returns what Referent throws. */
    public ForeignKeyViolationSQLException violation(String sql) throws SQLException {
        return violation(connection -> Sql.run(connection, sql));
    }

    /** The SQL string is rejected for exactly these reasons, in a transaction of its own and in a longer one, which goes on. */
    public void assertExplained(String sql, String... messages) throws SQLException {
        assertExplained(connection -> Sql.run(connection, sql), messages);
    }

    /** What is done is rejected for exactly these reasons, in a transaction of its own and in a longer one. */
    public void assertExplained(Use use, String... messages) throws SQLException {
        assertThat(complete(violation(use))).as("in autocommit").containsExactlyInAnyOrder(messages);
        run("CREATE TABLE earlier_work (done)", "BEGIN", "INSERT INTO earlier_work VALUES (1)");
        assertThat(complete(violation(use))).as("in a transaction").containsExactlyInAnyOrder(messages);
        run("COMMIT");
        assertThat(Sql.read(enforced, "SELECT done FROM earlier_work")).isEqualTo("1");
        assertSame();
    }

    /** Both are in the same state. */
    public void assertSame() throws SQLException {
        assertThat(state(enforced)).isEqualTo(state(bare));
    }

    /** Returns the violations' messages of an explanation that is complete. */
    public static List<String> complete(ForeignKeyViolationSQLException violation) {
        assertThat(violation.undetermined()).isEmpty();
        return messages(violation);
    }

    /** The violation is of a RESTRICT, which SQLite reports as it reports a trigger. */
    public static void assertRestrict(ForeignKeyViolationSQLException violation) {
        assertThat(violation.getCause())
                .asInstanceOf(type(SQLiteException.class))
                .extracting(SQLiteException::getResultCode)
                .isEqualTo(SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER);
    }

    /** Returns the violations' messages. */
    public static List<String> messages(ForeignKeyViolationSQLException violation) {
        return violation.violations().stream().map(ForeignKeyViolation::message).toList();
    }

    private static String state(Connection connection) throws SQLException {
        StringBuilder state = new StringBuilder();
        state.append(rows(connection, "SELECT last_insert_rowid(), changes()"));
        state.append(rows(connection, "SELECT * FROM pragma_foreign_keys, pragma_defer_foreign_keys"));
        for (String name : column(connection, "SELECT name FROM pragma_database_list ORDER BY seq")) {
            String schema = SqlNames.quoted(name);
            String objects = rows(connection, "SELECT type, name, sql FROM " + schema + ".sqlite_schema ORDER BY 1, 2");
            state.append(objects.isBlank() ? "" : name + objects);
            for (String table : column(connection, TABLES.formatted(schema))) {
                state.append(table).append(rows(connection, "SELECT * FROM " + schema + "." + SqlNames.quoted(table)));
            }
        }
        return state.toString();
    }

    private static String rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StringJoiner text = new StringJoiner("\n  ", "\n  ", "");
            while (rows.next()) {
                Object[] row = new Object[rows.getMetaData().getColumnCount()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = rows.getObject(column + 1);
                }
                text.add(Arrays.deepToString(row));
            }
            return text.toString();
        }
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        both(Connection::close);
    }
}
