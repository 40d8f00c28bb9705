package dev.referent.hibernate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * An in-memory database with the parent tables, without rows, in which SQLite checks whether it accepts a foreign key.
 * Statements that fail here, for example for tables of an extension, are skipped, and the keys that need them are not
 * rejected.
 */
final class TrialDatabase implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TrialDatabase.class);
    private static final String CHILD = "referent_trial";

    private final Connection connection;
    private final Statement statement;

    private TrialDatabase(Connection connection, Statement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /**
     * Creates the database.
     *
     * @param definitions the statements that create its tables
     * @throws SQLException if there is no driver for SQLite
     */
    static TrialDatabase with(Collection<String> definitions) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        TrialDatabase trial = new TrialDatabase(connection, connection.createStatement());
        definitions.forEach(trial::define);
        return trial;
    }

    private void define(String definition) {
        try {
            statement.execute(definition);
        } catch (SQLException e) {
            LOG.debugf(e, "not tried: %s", definition);
        }
    }

    /**
     * Returns why SQLite does not accept a table: its SQL is not valid for SQLite, or a parent's columns cannot be referenced
     * because they have no primary key or unique index; empty if SQLite accepts it. A missing parent table is not a reason, as
     * in SQLite.
     *
     * @param body the columns and constraints between the parentheses of CREATE TABLE
     */
    Optional<String> objection(List<String> body) {
        try {
            statement.execute("CREATE TABLE " + CHILD + " (" + String.join(", ", body) + ")");
            // a mismatch is an error even without rows (sqlite.org/foreignkeys.html#fk_indexes)
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check(" + CHILD + ")")) {
                rows.next();
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            define("DROP TABLE IF EXISTS " + CHILD);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
