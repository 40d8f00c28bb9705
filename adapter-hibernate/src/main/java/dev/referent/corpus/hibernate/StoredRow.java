package dev.referent.corpus.hibernate;

import dev.referent.corpus.storage.StorageErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.hibernate.Session;

/** Inserts the rows of entities whose ids the database generates. */
final class StoredRow {
    private StoredRow() {}

    /**
     * Inserts a row.
     *
     * @param id returns the id that the row has then
     * @throws dev.referent.corpus.StorageUnavailableException if the database has not stored it, or a trigger has deleted it again
     */
    static void insert(Session session, Object row, String table, LongSupplier id) {
        session.persist(row);
        session.doWork(connection -> requireStored(connection, table, id.getAsLong()));
    }

    /**
     * On SQLite, Hibernate asks for the last id; if a trigger drops the row without an error, that is the id of an earlier row, and the
     * record would be acknowledged. The other databases return the id of the row that the statement has inserted.
     */
    private static void requireStored(Connection connection, String table, long id) throws SQLException {
        boolean isSqlite = connection.getMetaData().getDatabaseProductName().equals("SQLite");
        String query = "SELECT 1 FROM " + table + " WHERE id = " + id
                + (isSqlite ? " AND changes() > 0" : ""); // sqlite.org/lang_corefunc.html#changes
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StorageErrors.requireChanged(rows.next() ? 1 : 0);
        }
    }
}
