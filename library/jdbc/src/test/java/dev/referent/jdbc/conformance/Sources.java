package dev.referent.jdbc.conformance;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A source of bare connections, and the same one behind Referent; each connection is to a database of its own. */
interface Sources extends AutoCloseable {
    String URL = "jdbc:sqlite::memory:";

    Connection bare() throws SQLException;

    Connection enforced() throws SQLException;

    /** Discards the connections that are not closed yet when they are. */
    default void discard() {}

    @Override
    void close();

    /** Connections of the driver. */
    static Sources opened() throws SQLException {
        EnforcedDataSource enforced = patient(EnforcedDataSource.open(URL + "?foreign_keys=on"));
        return new Sources() {
            @Override
            public Connection bare() throws SQLException {
                return withTables(DriverManager.getConnection(URL + "?foreign_keys=on"));
            }

            @Override
            public Connection enforced() throws SQLException {
                return withTables(enforced.getConnection());
            }

            @Override
            public void close() {}
        };
    }

    /** Connections of two pools, each of which is given back for good. */
    static Sources pooled() {
        HikariDataSource pool = pool();
        HikariDataSource wrapped = pool();
        EnforcedDataSource enforced = patient(EnforcedDataSource.wrap(wrapped));
        return new Sources() {
            @Override
            public Connection bare() throws SQLException {
                return withTables(pool.getConnection());
            }

            @Override
            public Connection enforced() throws SQLException {
                return withTables(enforced.getConnection());
            }

            @Override
            public void discard() {
                pool.getHikariPoolMXBean().softEvictConnections();
                wrapped.getHikariPoolMXBean().softEvictConnections();
            }

            @Override
            public void close() {
                pool.close();
                wrapped.close();
            }
        };
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(URL + "?foreign_keys=on");
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static EnforcedDataSource patient(EnforcedDataSource source) {
        return source.explainingWithin(Duration.ofSeconds(20));
    }

    private static Connection withTables(Connection connection) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2);"
                        + "CREATE TABLE c (x INTEGER REFERENCES p); INSERT INTO c VALUES (1);"
                        + "CREATE TABLE d (x INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        return connection;
    }
}
