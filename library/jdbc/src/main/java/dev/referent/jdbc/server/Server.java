package dev.referent.jdbc.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A database server that enforces foreign keys itself. */
public enum Server {
    /** PostgreSQL, and servers that work with its driver. */
    POSTGRESQL(
            "PostgreSQL",
            "SELECT coalesce(current_setting('session_replication_role', true), '') <> 'replica'",
            "SET session_replication_role = origin",
            "session_replication_role",
            "violates foreign key constraint \"%s\"") {
        @Override
        Optional<NamedKey> named(SQLException failure) {
            return PostgresError.named(failure);
        }

        @Override
        SQLException withoutValues(SQLException failure) {
            return PostgresError.withoutDetail(failure);
        }

        @Override
        boolean isIdle(Connection connection) throws SQLException {
            return PostgresError.isIdle(connection);
        }

        @Override
        KeyQueries queries(Connection connection) throws SQLException {
            return new PostgresKeyQueries(connection);
        }

        @Override
        String folded(String unquoted) {
            return ASCII_CAPITALS.matcher(unquoted).replaceAll(letters -> letters.group()
                    .toLowerCase(Locale.ROOT));
        }

        @Override
        Comparator<String> columns() {
            return Comparator.naturalOrder();
        }
    },
    /** MariaDB. */
    MARIADB(
            "MariaDB",
            "SELECT @@foreign_key_checks",
            "SET foreign_key_checks = 1",
            "foreign_key_checks",
            "fails for CONSTRAINT `%s`") {
        @Override
        Optional<NamedKey> named(SQLException failure) {
            return MariaDbError.named(failure);
        }

        @Override
        SQLException withoutValues(SQLException failure) {
            return MariaDbError.withoutQuery(failure);
        }

        /** {@inheritDoc} Reading a variable begins no transaction here. */
        @Override
        boolean isIdle(Connection connection) {
            return false;
        }

        @Override
        KeyQueries queries(Connection connection) throws SQLException {
            return new MariaDbKeyQueries(connection);
        }

        @Override
        String folded(String unquoted) {
            return unquoted;
        }

        @Override
        Comparator<String> columns() {
            return String.CASE_INSENSITIVE_ORDER;
        }
    };

    /** What PostgreSQL folds in a name: in UTF-8 it leaves other letters as they are. */
    private static final Pattern ASCII_CAPITALS = Pattern.compile("[A-Z]+");

    private final String product;
    private final String enforces;
    private final String enforce;
    private final String setting;
    private final String violation;

    Server(String product, String enforces, String enforce, String setting, String violation) {
        this.product = product;
        this.enforces = enforces;
        this.enforce = enforce;
        this.setting = setting;
        this.violation = violation;
    }

    /**
     * Returns the server of a connection.
     *
     * @throws SQLException if it is none of these, or unknown
     */
    public static Server of(Connection connection) throws SQLException {
        String name = connection.getMetaData().getDatabaseProductName();
        return called(name)
                .orElseThrow(() -> new SQLException("the connection is to " + name
                        + ", or hides its SQLiteConnection from unwrap; SQLite, PostgreSQL and MariaDB are supported"));
    }

    /** Returns whether a connection is to one of these. */
    public static boolean isBehind(Connection connection) throws SQLException {
        return called(connection.getMetaData().getDatabaseProductName()).isPresent();
    }

    private static Optional<Server> called(String product) {
        return Stream.of(values())
                .filter(server -> server.product.equals(product))
                .findFirst();
    }

    /** Returns whether a URL belongs to the driver of one of these. */
    public static boolean isMeantBy(String url) {
        return url.startsWith("jdbc:postgresql:") || url.startsWith("jdbc:mariadb:");
    }

    /** Returns the foreign key that the write violated; empty if it failed for another reason. */
    abstract Optional<NamedKey> named(SQLException failure);

    /** Returns a foreign key violation without the values of a row. */
    abstract SQLException withoutValues(SQLException failure);

    /** Returns whether reading a setting begins a transaction that must be ended. */
    abstract boolean isIdle(Connection connection) throws SQLException;

    /** Returns the queries of its tables. */
    abstract KeyQueries queries(Connection connection) throws SQLException;

    /** Returns the stored form of an unquoted name of a table or column. */
    abstract String folded(String unquoted);

    /** Returns the comparison of column names. */
    abstract Comparator<String> columns();

    /**
     * Verifies that a session enforces foreign keys, and switches enforcement on where it is off; verifying takes one query.
     *
     * @throws SQLException if it does not enforce, and may not switch enforcement on
     */
    public void establish(Connection connection) throws SQLException {
        boolean idle = !connection.getAutoCommit() && isIdle(connection);
        try (Statement statement = connection.createStatement()) {
            if (!enforces(statement)) {
                statement.execute(enforce);
                makeSure(statement);
            }
        }
        if (idle) {
            connection.commit(); // a rollback would switch PostgreSQL's setting back
        }
    }

    private void makeSure(Statement statement) throws SQLException {
        if (!enforces(statement)) {
            throw new SQLException(
                    "the session does not enforce foreign keys: " + setting + " is unchanged after " + enforce);
        }
    }

    private boolean enforces(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(enforces)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Returns the end of a message, in which Hibernate's dialects for the server and for SQLite find the constraint name. */
    String reported(String constraint) {
        return ": " + violation.formatted(constraint) + ": FOREIGN KEY constraint failed: " + constraint;
    }

    /** Returns the server's name. */
    @Override
    public String toString() {
        return product;
    }
}
