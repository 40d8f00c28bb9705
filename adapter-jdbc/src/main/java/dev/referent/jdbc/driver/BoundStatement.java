package dev.referent.jdbc.driver;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** A statement of Referent's own for the text of the application's, which keeps its results and its keys to itself. */
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

    /** Runs it with those values. */
    public void run(List<@Nullable Object> values) throws SQLException {
        PreparedStatement statement = statement();
        int parameters = parameters();
        for (int i = 0; i < Math.min(parameters, values.size()); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        try {
            if (statement.execute()) {
                statement.getResultSet().close();
            }
        } catch (SQLException e) {
            // the driver closes a statement that fails for more than a constraint
            close();
            prepared = null;
            throw e;
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
