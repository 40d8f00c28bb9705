package dev.referent.docs.ways;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Plain JDBC. */
final class JdbcWays {
    static final String BOGUS = "INSERT INTO book (author_id) VALUES (?)";
    static final String REPAIR = "JDBC, deferred key, then the parent is added and the commit called again";
    static final String DEFERRED = "INSERT INTO loan (book_id) VALUES (77)";

    private JdbcWays() {}

    /** Writes on a connection. */
    @FunctionalInterface
    private interface Write {
        void on(Connection connection) throws SQLException;
    }

    static List<Way> all() {
        return List.of(
                way("JDBC, Statement", 1, run("INSERT INTO book (author_id) VALUES (99)")),
                way("JDBC, DELETE of a parent", 1, run("DELETE FROM author WHERE id = 1")),
                way("JDBC, PreparedStatement", 1, prepared(PreparedStatement::executeUpdate, 99)),
                way("JDBC, INSERT … RETURNING", 1, JdbcWays::returning),
                way("JDBC, prepared batch", 3, prepared(PreparedStatement::executeBatch, 1, 98, 1, 99)),
                way("JDBC, deferred key", 1, run(DEFERRED)),
                new Way(REPAIR, 1, JdbcWays::repair));
    }

    private static Way way(String name, int good, Write write) {
        return new Way(name, good, (database, attempt) -> {
            try (Connection connection = begin(database)) {
                attempt.write(() -> write.on(connection));
                attempt.commit(connection::commit);
            }
        });
    }

    private static Connection begin(Database database) throws SQLException {
        Connection connection = database.source().getConnection();
        connection.setAutoCommit(false);
        run(Way.GOOD).on(connection);
        return connection;
    }

    private static Write run(String sql) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        };
    }

    /** Runs a prepared statement. */
    @FunctionalInterface
    private interface Execution {
        Object of(PreparedStatement statement) throws SQLException;
    }

    private static Write prepared(Execution execution, long... authors) {
        return connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BOGUS)) {
                for (long author : authors) {
                    statement.setLong(1, author);
                    if (authors.length > 1) {
                        statement.addBatch();
                    }
                }
                execution.of(statement);
            }
        };
    }

    private static void returning(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BOGUS + " RETURNING id")) {
            statement.setLong(1, 99);
            statement.executeQuery().next();
        }
    }

    private static void repair(Database database, Attempt attempt) throws SQLException {
        try (Connection connection = begin(database)) {
            run(DEFERRED).on(connection);
            attempt.write(connection::commit);
            if (attempt.isRejected()) {
                run("INSERT INTO book (id) VALUES (77)").on(connection);
            }
            attempt.commit(connection::commit);
        }
    }
}
