package dev.referent.jdbc.conformance;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A JDBC object in some state, whose every method is compared. */
enum Subject {
    CONNECTION(Connection.class, connection -> List.of(connection)),
    CONNECTION_IN_A_TRANSACTION(Connection.class, connection -> {
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO d VALUES (77)");
        return List.of(connection);
    }),
    CONNECTION_IN_A_TRANSACTION_OF_SQL(Connection.class, connection -> {
        execute(connection, "BEGIN");
        execute(connection, "INSERT INTO d VALUES (77)");
        return List.of(connection);
    }),
    CLOSED_CONNECTION(Connection.class, connection -> {
        connection.close();
        return List.of(connection);
    }),
    META_DATA(DatabaseMetaData.class, connection -> List.of(connection.getMetaData(), connection)),
    STATEMENT(Statement.class, connection -> List.of(connection.createStatement(), connection)),
    STATEMENT_WITH_ROWS(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        statement.execute("SELECT id FROM p");
        return List.of(statement, connection);
    }),
    STATEMENT_AFTER_AN_INSERT(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        statement.execute("INSERT INTO c VALUES (2)");
        return List.of(statement, connection);
    }),
    STATEMENT_AFTER_A_FAILURE(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        failing(() -> statement.executeUpdate("INSERT INTO c VALUES (9)"));
        return List.of(statement, connection);
    }),
    STATEMENT_WITH_A_BATCH(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        statement.addBatch("INSERT INTO c VALUES (2)");
        statement.addBatch("INSERT INTO c VALUES (9)");
        return List.of(statement, connection);
    }),
    STATEMENT_WITH_UNREAD_ROWS(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM p");
        rows.next();
        return List.of(statement, connection, rows);
    }),
    CLOSED_STATEMENT(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        statement.close();
        return List.of(statement, connection);
    }),
    STATEMENT_OF_A_CLOSED_CONNECTION(Statement.class, connection -> {
        Statement statement = connection.createStatement();
        statement.execute("SELECT id FROM p");
        connection.close();
        return List.of(statement, connection);
    }),
    INSERT(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO c VALUES (?)");
        statement.setInt(1, 1);
        return List.of(statement, connection);
    }),
    FAILING_INSERT(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO c VALUES (?)");
        statement.setInt(1, 9);
        return List.of(statement, connection);
    }),
    PREPARED_BATCH(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO c VALUES (?)");
        for (int x = 1; x <= 3; x++) {
            statement.setInt(1, x);
            statement.addBatch();
        }
        return List.of(statement, connection);
    }),
    QUERY(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("SELECT id FROM p WHERE id > ?");
        statement.setInt(1, 0);
        return List.of(statement, connection);
    }),
    PREPARED_RETURNING(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO c VALUES (?) RETURNING x AS y");
        statement.setInt(1, 1);
        return List.of(statement, connection);
    }),
    CLOSED_INSERT(PreparedStatement.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO c VALUES (?)");
        statement.close();
        return List.of(statement, connection);
    }),
    ROWS(ResultSet.class, connection -> {
        Statement statement = connection.createStatement();
        return List.of(statement.executeQuery("SELECT id AS x, 'a' AS y FROM p"), statement, connection);
    }),
    ROWS_ON_A_ROW(ResultSet.class, connection -> {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id AS x, 'a' AS y FROM p");
        rows.next();
        return List.of(rows, statement, connection);
    }),
    ROWS_AT_THEIR_END(ResultSet.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("SELECT id AS x FROM p WHERE id > ?");
        statement.setInt(1, 1);
        ResultSet rows = statement.executeQuery();
        while (rows.next()) {}
        return List.of(rows, statement, connection);
    }),
    CLOSED_ROWS(ResultSet.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("SELECT id AS x FROM p");
        ResultSet rows = statement.executeQuery();
        rows.close();
        return List.of(rows, statement, connection);
    }),
    RETURNED_ROWS(ResultSet.class, connection -> {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("INSERT INTO c VALUES (1), (2) RETURNING x");
        rows.next();
        return List.of(rows, statement, connection);
    }),
    GENERATED_KEYS(ResultSet.class, connection -> {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO p VALUES (?)", 1);
        statement.setInt(1, 5);
        statement.executeUpdate();
        return List.of(statement.getGeneratedKeys(), statement, connection);
    });

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Preparation preparation;

    Subject(Class<?> type, Preparation preparation) {
        this.type = type;
        this.preparation = preparation;
    }

    /** Brings a connection into the state. */
    @FunctionalInterface
    interface Preparation {
        /** Returns the object and then what else the application holds. */
        List<Object> on(Connection connection) throws SQLException;
    }

    /** Executes something. */
    @FunctionalInterface
    private interface Execution {
        /** Executes it. */
        void run() throws SQLException;
    }

    Class<?> type() {
        return type;
    }

    List<Object> on(Connection connection) throws SQLException {
        return preparation.on(connection);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void failing(Execution execution) {
        try {
            execution.run();
        } catch (SQLException expected) {
            return;
        }
        throw new AssertionError("the statement succeeded");
    }
}
