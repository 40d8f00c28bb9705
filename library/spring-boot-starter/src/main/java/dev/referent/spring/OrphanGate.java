package dev.referent.spring;

import dev.referent.orphans.Audit;
import dev.referent.orphans.Gate;
import dev.referent.orphans.OrphansFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The gate for orphan rows, which needs {@code referent-orphans} on the class path. */
final class OrphanGate {
    private OrphanGate() {}

    /** Returns how many orphan rows a database has. */
    static OptionalLong count(Connection connection) throws SQLException {
        DataSource source = new SingleConnectionDataSource(connection, true);
        return OptionalLong.of(Audit.of(source).samples(0).run().orphanRows());
    }

    /**
     * Lets a connection pass if nothing in its file keeps the application from starting.
     *
     * @throws GateClosedException if something does
     */
    static void gate(Connection own, ReferentProperties.GateMode mode) throws SQLException {
        String file = file(own);
        if (file.isEmpty()) {
            return;
        }
        try {
            Gate.of(Path.of(file)).mode(Gate.Mode.valueOf(mode.name())).check();
        } catch (OrphansFoundException e) {
            throw new GateClosedException(
                    e.getMessage() + "; the application does not start, as referent.gate says", e);
        } catch (SQLException | IOException e) {
            throw new GateClosedException(
                    "the gate cannot check " + (mode == ReferentProperties.GateMode.REPAIR ? "and repair " : "") + file
                            + ": " + e.getMessage(),
                    e);
        }
    }

    /** Returns the path of the main database's file; empty for one in memory, and on a server. */
    private static String file(Connection own) throws SQLException {
        if (!own.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return "";
        }
        try {
            return EnforcedDatabase.file(own);
        } finally {
            if (!own.getAutoCommit()) {
                own.rollback(); // ends the transaction that the query began
            }
        }
    }
}
