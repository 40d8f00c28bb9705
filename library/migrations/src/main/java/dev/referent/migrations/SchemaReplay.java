package dev.referent.migrations;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.orphans.Audit;
import dev.referent.orphans.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements that change the schema, transactions and switches on an empty in-memory database, so that SQLite itself tells
 * what they do. Statements that write rows are not run.
 */
final class SchemaReplay implements AutoCloseable {
    private static final Set<String> RUN =
            Set.of("CREATE", "ALTER", "DROP", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");

    /** The statements that may change all of the schema. */
    private static final Set<String> CHANGES = Set.of("ALTER", "DROP", "ROLLBACK", "RELEASE");

    private static final Set<String> SWITCHES = Set.of("foreign_keys", "legacy_alter_table", "defer_foreign_keys");

    private final String url = "jdbc:sqlite:file:lint-" + UUID.randomUUID() + "?mode=memory&cache=shared";
    private final Connection connection;
    private final boolean enforcing;
    private Schema schema;

    /**
     * Opens an empty database.
     *
     * @param enforcing whether each script finds enforcement on
     */
    SchemaReplay(boolean enforcing) throws SQLException {
        this.enforcing = enforcing;
        connection = SqliteDriver.connect(url);
        schema = Schema.of(connection);
    }

    /** Begins a script: nothing of the one before is left, except what it made of the schema. */
    void begin(Script script) throws SQLException {
        end();
        Sql.execute(connection, "PRAGMA foreign_keys=" + (enforcing ? "ON" : "OFF"));
        Sql.execute(connection, "PRAGMA legacy_alter_table=OFF");
        if (script.inTransaction()) {
            Sql.execute(connection, "BEGIN");
        }
    }

    /** Ends a script, and the transaction that it may have left open. */
    void end() throws SQLException {
        if (inTransaction()) {
            Sql.execute(connection, "COMMIT");
        }
    }

    /**
     * Runs a statement, if it is of those that are run.
     *
     * @throws SQLException if it fails; what it would have done is not done
     */
    void run(ScriptStatement statement) throws SQLException {
        boolean isSwitch = statement
                .pragma()
                .filter(pragma -> SWITCHES.contains(pragma.name()))
                .isPresent();
        boolean isRun = RUN.contains(statement.tokens().get(0).keyword());
        if (isSwitch || isRun) {
            Sql.execute(connection, statement.sql());
        }
        if (isRun) {
            schema = after(statement);
        }
    }

    /** Reads only what the statement may have changed, because a folder may have hundreds of tables. */
    private Schema after(ScriptStatement statement) throws SQLException {
        Optional<String> created = statement.createdTable();
        if (created.isPresent()) {
            return schema.withTable(connection, created.get());
        }
        if (statement.begins("CREATE")) {
            return schema.withAttachments(connection);
        }
        return CHANGES.contains(statement.tokens().get(0).keyword()) ? Schema.of(connection) : schema;
    }

    /** Returns the schema at this moment. */
    Schema schema() {
        return schema;
    }

    /** Returns whether enforcement is on at this moment. */
    boolean enforces() throws SQLException {
        return Sql.number(connection, "PRAGMA foreign_keys") == 1;
    }

    /** Returns whether a transaction is open: a BEGIN fails inside of one, and only there. */
    boolean inTransaction() throws SQLException {
        try {
            Sql.execute(connection, "BEGIN");
        } catch (SQLException e) {
            return true;
        }
        Sql.execute(connection, "ROLLBACK");
        return false;
    }

    /**
     * Returns whether a write may delete a row that has the same key: its code deletes more often than that of the same write with {@code OR
     * ABORT}, which overrules what the table declares. Empty if it cannot be compiled here.
     */
    Optional<Boolean> replaces(String write, String aborting) {
        try {
            return Optional.of(deletions(write) > deletions(aborting));
        } catch (SQLException e) {
            return Optional.empty(); // for example, a placeholder of the tool
        }
    }

    /** Counts them without those of triggers, whose code follows and begins at 0 again. */
    private long deletions(String write) throws SQLException {
        long deletions = 0;
        boolean begun = false;
        for (List<@Nullable Object> code : Sql.rows(connection, "EXPLAIN " + write)) {
            if (begun && Sql.number(code.get(0)) == 0) {
                break;
            }
            begun = true;
            deletions += "Delete".equals(code.get(1)) ? 1 : 0;
        }
        return deletions;
    }

    /** Returns what an audit finds of the schema, outside of a script. */
    List<Finding> audit() throws SQLException {
        return Audit.of(EnforcedDataSource.open(url)).samples(0).run().findings();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
