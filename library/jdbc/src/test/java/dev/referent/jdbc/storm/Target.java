package dev.referent.jdbc.storm;

import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** What a storm runs on. */
enum Target {
    /** The driver with {@code foreign_keys=on}, the control. */
    BARE,
    REFERENT,
    /** Referent, which is given no time to explain anything. */
    REFERENT_WITHOUT_EXPLANATION;

    static final String IN_MEMORY = ":memory:";

    /** Returns a source of connections to a file. */
    Source source(Path file) throws SQLException {
        return source(file.toString());
    }

    /** Returns a source of connections to a file, or to databases in memory. */
    Source source(String file) throws SQLException {
        String url = "jdbc:sqlite:" + file + "?foreign_keys=on&synchronous=off&busy_timeout=2000";
        if (this == BARE) {
            return () -> DriverManager.getConnection(url);
        }
        EnforcedDataSource referent = EnforcedDataSource.open(url);
        return this == REFERENT ? referent::getConnection : referent.explainingWithin(Duration.ZERO)::getConnection;
    }

    /** Opens connections to one database. */
    @FunctionalInterface
    interface Source {
        Connection open() throws SQLException;
    }
}
