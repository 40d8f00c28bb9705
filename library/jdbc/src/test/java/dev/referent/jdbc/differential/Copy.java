package dev.referent.jdbc.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** A throw-away database with the content of a snapshot, foreign keys enforced, no transaction open. */
final class Copy implements AutoCloseable {
    final SQLiteConnection connection;
    private final UserFunctions functions;

    private Copy(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        this.functions = UserFunctions.addTo(connection);
    }

    Copy(Snapshot snapshot) throws SQLException {
        this(memory());
        connection.deserialize("main", snapshot.main);
        if (snapshot.attached.length > 0) {
            execute("ATTACH ':memory:' AS aux");
            connection.deserialize("aux", snapshot.attached);
        }
        complete(snapshot);
    }

    /**
     * Returns a copy whose uncommitted changes a snapshot sees: of a database that was deserialized, {@code serialize}
     * returns what was committed.
     *
     * @param folder an empty one, for its files
     */
    static Copy onDisk(Snapshot snapshot, Path folder) throws SQLException, IOException {
        Path file = Database.write(folder.resolve("copy.db"), snapshot.main);
        Copy copy = new Copy(DriverManager.getConnection("jdbc:sqlite:" + file).unwrap(SQLiteConnection.class));
        copy.execute("PRAGMA synchronous=OFF");
        if (snapshot.attached.length > 0) {
            Path attached = Database.write(folder.resolve("copy-aux.db"), snapshot.attached);
            copy.execute("ATTACH '" + attached + "' AS aux; PRAGMA aux.synchronous=OFF");
        }
        copy.complete(snapshot);
        return copy;
    }

    private void complete(Snapshot snapshot) throws SQLException {
        for (String statement : snapshot.temporary) {
            execute(statement);
        }
        execute("PRAGMA foreign_keys=ON");
    }

    /** Returns an empty database. */
    static Copy empty() throws SQLException {
        return new Copy(memory());
    }

    private static SQLiteConnection memory() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
    }

    void execute(String sql) throws SQLException {
        connection.getDatabase()._exec(sql);
    }

    Outcome run(Sql sql) {
        functions.begin();
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.bind(statement);
            if (statement.execute()) {
                Query.rest(statement.getResultSet());
            }
            return new Outcome(List.of(), null);
        } catch (SQLException e) {
            return new Outcome(List.of(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
