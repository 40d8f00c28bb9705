package dev.referent.evidence.engines;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** Reads the version of an engine. */
final class Versions {
    private Versions() {}

    /** Returns the product and the driver with their versions, for example {@code SQLite 3.54.1 (SQLite JDBC 3.54.1.0)}. */
    static String of(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion() + " (" + data.getDriverName()
                + " " + data.getDriverVersion() + ")";
    }
}
