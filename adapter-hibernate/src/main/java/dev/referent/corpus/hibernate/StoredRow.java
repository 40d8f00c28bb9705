package dev.referent.corpus.hibernate;

import dev.referent.corpus.storage.StorageErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.Session;

/** Inserts the rows of entities whose ids the database generates. */
final class StoredRow {
    private StoredRow() {}

    /**
     * Inserts a row.
     *
     * @throws dev.referent.corpus.StorageUnavailableException if the database has not stored it
     */
    static void insert(Session session, Object row) {
        session.persist(row);
        session.doWork(StoredRow::requireStored);
    }

    /**
     * On SQLite, Hibernate asks for the last id; if a trigger drops the row without an error, that is the id of an earlier row, and the
     * record would be acknowledged. The other databases return the id of the row that the statement has inserted.
     */
    private static void requireStored(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            try (Statement statement = connection.createStatement();
                    ResultSet changes =
                            statement.executeQuery("SELECT changes()")) { // sqlite.org/lang_corefunc.html#changes
                StorageErrors.requireChanged(changes.next() ? changes.getInt(1) : 0);
            }
        }
    }
}
