package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.engines.Family;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A JDBC connection, used as a careful program uses it. */
final class JdbcSession implements PathSession {
    private final Connection connection;
    private final Family family;

    private JdbcSession(Connection connection, Family family) {
        this.connection = connection;
        this.family = family;
    }

    static JdbcSession open(DataSource source, Family family, boolean autoCommit) throws SQLException {
        Connection connection = source.getConnection();
        if (!autoCommit) {
            connection.setAutoCommit(false);
        }
        return new JdbcSession(connection, family);
    }

    @Override
    public void run(Operation operation) throws SQLException {
        if (operation instanceof Operation.Insert insert) {
            try (PreparedStatement statement = connection.prepareStatement(OperationSql.JDBC.insert(insert.table()))) {
                bind(statement, insert.values());
                statement.executeUpdate();
            }
        } else if (operation instanceof Operation.InsertAll all) {
            try (PreparedStatement statement = connection.prepareStatement(OperationSql.JDBC.insert(all.table()))) {
                for (List<@Nullable Object> row : all.rows()) {
                    bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        } else if (operation instanceof Operation.Update update) {
            try (PreparedStatement statement = connection.prepareStatement(OperationSql.JDBC.update(update))) {
                statement.setObject(1, update.value());
                statement.setObject(2, update.id());
                statement.executeUpdate();
            }
        } else if (operation instanceof Operation.Delete delete) {
            try (PreparedStatement statement = connection.prepareStatement(OperationSql.JDBC.delete(delete))) {
                statement.setObject(1, delete.id());
                statement.executeUpdate();
            }
        } else if (operation instanceof Operation.Sql sql) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql.on(family).orElseThrow());
            }
        } else if (operation instanceof Operation.Commit) {
            connection.commit();
        } else if (operation instanceof Operation.Rollback) {
            connection.rollback();
        }
    }

    private static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    @Override
    public long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
