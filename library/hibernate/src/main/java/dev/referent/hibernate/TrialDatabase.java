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
 * A database in memory that has the parent tables without any rows, and on which SQLite itself tells whether it takes a foreign
 * key. Statements that fail here, such as those of tables of an extension, are skipped: nothing is said against the keys that
 * need them.
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
     * Makes the database.
     *
     * @param definitions the statements that make its tables
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
     * Returns why SQLite does not take a table: its text is no SQL to SQLite, or a parent's columns cannot be referenced since no
     * primary key or unique index is on them; empty if SQLite takes it. A parent that does not exist is no reason, as in
     * SQLite.
     *
     * @param body the columns and constraints between the parentheses of CREATE TABLE
     */
    Optional<String> objection(List<String> body) {
        try {
            statement.execute("CREATE TABLE " + CHILD + " (" + String.join(", ", body) + ")");
            // a mismatch is an error even where there is no row (sqlite.org/foreignkeys.html#fk_indexes)
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
