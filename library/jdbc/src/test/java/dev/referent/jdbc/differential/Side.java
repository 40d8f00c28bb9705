package dev.referent.jdbc.differential;

import dev.referent.jdbc.driver.OpenTransaction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** One of the two connections that are run in lockstep. */
final class Side implements AutoCloseable {
    /** A second's worth; no statement that ends needs a hundredth of it. */
    private static final int MOST_MILLIONS = 30;

    final SQLiteConnection raw;
    private final Connection connection;
    private final String url;
    private final UserFunctions functions;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();
    private long changes;
    private int millionsOfInstructions;

    /**
     * Runs steps on a connection.
     *
     * @param raw the driver's connection, to look at; unwrapped from Referent's, it would end what that remembers
     */
    Side(Connection connection, SQLiteConnection raw, String url) throws SQLException {
        this.connection = connection;
        this.raw = raw;
        this.url = url;
        this.functions = UserFunctions.addTo(raw);
    }

    /** Has SQLite interrupt a statement whose triggers run for ever, as some that are generated do. */
    void interruptEndless() throws SQLException {
        ProgressHandler.setHandler(raw, 1_000_000, new ProgressHandler() {
            @Override
            protected int progress() {
                return ++millionsOfInstructions > MOST_MILLIONS ? 1 : 0;
            }
        });
    }

    Outcome run(Step step) throws SQLException {
        functions.begin();
        millionsOfInstructions = 0;
        long before = raw.getDatabase().total_changes();
        try {
            return new Outcome(results(step), null);
        } catch (SQLException e) {
            return new Outcome(List.of(), e);
        } finally {
            changes = raw.isClosed() ? 0 : raw.getDatabase().total_changes() - before;
        }
    }

    /** Returns how many rows the last step changed, by SQLite's own count; a re-run counts, what is rolled back at once does not. */
    long changes() {
        return changes;
    }

    /** Opens a ResultSet over a table, to be read on with {@link Query#rest}. */
    ResultSet scan(Table table) throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table.qualified());
        rows.next();
        return rows;
    }

    private List<String> results(Step step) throws SQLException {
        return switch (step.kind()) {
            case WRITE -> step.call().isPrepared() ? List.of(prepared(step)) : List.of(plain(step));
            case TEXT, CONTROL -> List.of(text(step));
            case PREPARED_BATCH -> List.of(preparedBatch(step.statements()));
            case STATEMENT_BATCH -> List.of(statementBatch(step.statements()));
            case FROM_OUTSIDE -> fromOutside(step.first());
            default -> transaction(step.kind());
        };
    }

    private String plain(Step step) throws SQLException {
        String sql = step.first().text();
        try (Statement statement = connection.createStatement()) {
            return switch (step.call()) {
                case UPDATE -> "" + statement.executeUpdate(sql);
                case LARGE_UPDATE -> "" + statement.executeLargeUpdate(sql);
                case QUERY -> rows(statement.executeQuery(sql));
                default -> statement.execute(sql) ? rows(statement.getResultSet()) : "" + statement.getUpdateCount();
            };
        }
    }

    private String prepared(Step step) throws SQLException {
        PreparedStatement statement = prepare(step.first());
        if (step.call() != Step.Call.AGAIN) {
            step.first().bind(statement);
        }
        return switch (step.call()) {
            case PREPARED_UPDATE -> "" + statement.executeUpdate();
            case PREPARED_LARGE_UPDATE -> "" + statement.executeLargeUpdate();
            case PREPARED_QUERY -> rows(statement.executeQuery());
            default -> statement.execute() ? rows(statement.getResultSet()) : "" + statement.getUpdateCount();
        };
    }

    /**
     * Returns the statement that was prepared before, if one was, for the same {@code defer_foreign_keys}. SQLite compiles a
     * statement for it and does not compile it anew when a COMMIT switches it off; a row for which it fails then
     * stays in the transaction, with the bare driver, until something else has it compiled.
     */
    private PreparedStatement prepare(Sql sql) throws SQLException {
        String key = deferring() + sql.text();
        PreparedStatement statement = prepared.get(key);
        if (statement == null) {
            statement = connection.prepareStatement(sql.text());
            prepared.put(key, statement);
        }
        return statement;
    }

    private String deferring() throws SQLException {
        try (Statement statement = raw.createStatement();
                ResultSet value = statement.executeQuery("PRAGMA defer_foreign_keys")) {
            return value.getString(1);
        }
    }

    private String text(Step step) throws SQLException {
        String text = step.statements().stream().map(Sql::literal).collect(Collectors.joining("; "));
        try (Statement statement = connection.createStatement()) {
            return "" + statement.executeUpdate(text);
        }
    }

    private String preparedBatch(List<Sql> rows) throws SQLException {
        PreparedStatement statement = prepare(rows.get(0));
        for (Sql row : rows) {
            row.bind(statement);
            statement.addBatch();
        }
        return Arrays.toString(statement.executeBatch());
    }

    private String statementBatch(List<Sql> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Sql row : rows) {
                statement.addBatch(row.literal());
            }
            return Arrays.toString(statement.executeBatch());
        }
    }

    private List<String> fromOutside(Sql change) throws SQLException {
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            UserFunctions.addTo(other.unwrap(SQLiteConnection.class));
            statement.executeUpdate("PRAGMA busy_timeout=0; PRAGMA synchronous=OFF");
            statement.executeUpdate(change.literal());
        }
        return List.of();
    }

    private List<String> transaction(Step.Kind kind) throws SQLException {
        switch (kind) {
            case AUTOCOMMIT_OFF -> connection.setAutoCommit(false);
            case AUTOCOMMIT_ON -> connection.setAutoCommit(true);
            case COMMIT -> connection.commit();
            case ROLLBACK -> connection.rollback();
            case SAVEPOINT -> savepoints.push(connection.setSavepoint());
            case RELEASE -> connection.releaseSavepoint(savepoints.pop());
            case ROLLBACK_TO -> connection.rollback(savepoints.element());
            default -> throw new IllegalArgumentException(kind + " is no call for a transaction");
        }
        return List.of();
    }

    /** Does what Referent promises where {@code setAutoCommit(true)} fails: the driver leaves a transaction that nobody sees. */
    void leaveZombie(boolean rejectedForKeys) throws SQLException {
        if (!OpenTransaction.in(raw)) {
            return; // the transaction has ended before, and there is none to see
        }
        raw.getConnectionConfig().setAutoCommit(false);
        if (rejectedForKeys) {
            raw.rollback();
        }
    }

    boolean autoCommit() throws SQLException {
        return connection.getAutoCommit();
    }

    int savepointCount() {
        return savepoints.size();
    }

    void forgetSavepoints() {
        savepoints.clear();
    }

    private static String rows(ResultSet rows) throws SQLException {
        try (rows) {
            return Query.rest(rows).toString();
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
