package dev.referent.jdbc.driver;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A statement of Referent with the SQL of the application's statement, which it re-runs without touching that statement's
 * results and generated keys.
 */
public final class BoundStatement implements AutoCloseable {
    private final SQLiteConnection connection;
    private final String sql;
    private @Nullable PreparedStatement prepared;

    /** Prepares nothing before the first run. */
    public BoundStatement(SQLiteConnection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** Returns how many values a run takes. */
    public int parameters() throws SQLException {
        return statement().getParameterMetaData().getParameterCount();
    }

    /** Executes it with those values. */
    public void run(List<@Nullable Object> values) throws SQLException {
        CoreStatement statement = statement().unwrap(CoreStatement.class);
        try {
            // an unbound parameter is null
            @Nullable Object[] bound = Arrays.copyOf(values.toArray(), Math.max(values.size(), parameters()));
            if (connection.getDatabase().execute(statement, bound)) {
                // SQLite has written all rows before it returns the first
                statement.pointer.safeRunInt(DB::reset);
            }
        } catch (SQLException e) {
            reset(statement);
            throw e;
        }
    }

    /** Makes the statement ready for the next run; the driver has closed one that failed for more than a constraint. */
    private void reset(CoreStatement statement) throws SQLException {
        if (statement.pointer.isClosed()) {
            prepared = null;
        } else {
            statement.pointer.safeRunInt(DB::reset);
        }
    }

    private PreparedStatement statement() throws SQLException {
        if (prepared == null) {
            prepared = connection.prepareStatement(sql);
        }
        return prepared;
    }

    @Override
    public void close() throws SQLException {
        if (prepared != null && !connection.isClosed()) {
            prepared.close();
        }
    }
}
