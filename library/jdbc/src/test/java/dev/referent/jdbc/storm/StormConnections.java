package dev.referent.jdbc.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** The connections of a storm to one database: one, or one for each thread. */
final class StormConnections implements AutoCloseable {
    private final Settings settings;
    private final Path folder;
    private final Target.Source source;
    private final List<Connection> open = new ArrayList<>();

    /**
     * Makes the database.
     *
     * @param folder an empty one
     */
    StormConnections(Settings settings, Target target, Path folder) throws SQLException {
        this.settings = settings;
        this.folder = folder;
        boolean wal = settings.storage() == Settings.Storage.WAL;
        if (isInMemory()) {
            this.source = target.source(Target.IN_MEMORY);
        } else {
            StormDatabase.create(file(), wal);
            this.source = target.source(file());
        }
        if (settings.attached()) {
            StormDatabase.create(attachedFile(), !wal);
        }
    }

    private boolean isInMemory() {
        return settings.storage() == Settings.Storage.MEMORY;
    }

    private Path file() {
        return folder.resolve("storm.db");
    }

    private Path attachedFile() {
        return folder.resolve("attached.db");
    }

    /** Returns the connection of one more thread. */
    synchronized Connection take() throws SQLException {
        if (settings.shared() && !open.isEmpty()) {
            return open.get(0);
        }
        Connection connection = source.open();
        open.add(connection);
        if (isInMemory()) {
            StormDatabase.create(connection, "");
        }
        if (settings.attached()) {
            StormDatabase.execute(connection, "ATTACH '" + attachedFile() + "' AS o");
        }
        connection.setAutoCommit(settings.autoCommit());
        return connection;
    }

    /** Closes a connection and returns another. */
    synchronized Connection replace(Connection connection) throws SQLException {
        open.remove(connection);
        connection.close();
        return take();
    }

    /** Returns a connection of another program; null where there can be none. */
    Connection other() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file() + "?foreign_keys=on");
        if (settings.attached()) {
            StormDatabase.execute(connection, "ATTACH '" + attachedFile() + "' AS o");
        }
        return connection;
    }

    /** Compares what is there, while the connections are still open, with what the program was told. */
    void check(Ledger ledger) throws SQLException {
        for (Connection connection : open) {
            check(connection, ledger);
        }
        Connection reader = isInMemory() ? open.get(0) : other();
        try {
            StormDatabase.faults(reader, settings.attached())
                    .forEach(fault -> ledger.fault(fault.replaceAll(" \\d+$", ""), fault));
            ledger.compare(StormDatabase.stored(reader, settings.attached()));
            StormDatabase.execute(reader, "PRAGMA busy_timeout=0");
            for (String schema : settings.attached() ? List.of("main", "o") : List.of("main")) {
                StormDatabase.execute(reader, "UPDATE " + schema + ".p SET n = n + 1 WHERE id = 9");
            }
        } catch (SQLException e) {
            ledger.fault(Failures.isBusy(e) ? "a lock is held" : "cannot be read", e.toString());
        } finally {
            if (!isInMemory()) {
                reader.close();
            }
        }
    }

    private void check(Connection connection, Ledger ledger) throws SQLException {
        SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
        if (connection.isClosed() || driver.isClosed()) {
            ledger.fault("connection closed", connection.toString());
            return;
        }
        if (connection.getAutoCommit() != settings.autoCommit()) {
            ledger.fault("autoCommit changed", "" + connection.getAutoCommit());
        }
        if (!settings.autoCommit()) {
            connection.commit();
            connection.setAutoCommit(true);
        }
        try {
            driver.getDatabase()._exec("BEGIN; COMMIT");
        } catch (SQLException e) {
            ledger.fault("a transaction is open", e.toString());
        }
        for (String pragma : List.of("foreign_keys=1", "defer_foreign_keys=0")) {
            String[] half = pragma.split("=", 2);
            if (!StormDatabase.column(driver, "PRAGMA " + half[0]).equals(List.of(half[1]))) {
                ledger.fault("a PRAGMA changed", "no longer " + pragma);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }
}
