package dev.referent.comparison.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;

/** Makes empty databases on a server, each by a name of its own. */
final class ServerDatabases {
    private final String administration;
    private final Function<String, Database> named;
    private final Optional<String> dropping;
    private int databases;

    /**
     * @param administration the name of the database to make and drop others from
     * @param named gives the database with a name
     * @param dropping what follows the name in DROP DATABASE, if that does not wait for sessions that were left open
     */
    ServerDatabases(String administration, Function<String, Database> named, Optional<String> dropping) {
        this.administration = administration;
        this.named = named;
        this.dropping = dropping;
    }

    String version() throws SQLException {
        try (Connection connection = named.apply(administration).source().getConnection()) {
            return Versions.of(connection);
        }
    }

    Database fresh() throws SQLException {
        drop();
        databases++;
        administer("CREATE DATABASE " + name());
        return named.apply(name());
    }

    /** Drops the last database, and ends the sessions in it, where the engine can do so. */
    void drop() throws SQLException {
        if (databases > 0 && dropping.isPresent()) {
            administer("DROP DATABASE IF EXISTS " + name() + dropping.get());
        }
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = named.apply(administration).source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String name() {
        return "scenario_" + databases;
    }
}
