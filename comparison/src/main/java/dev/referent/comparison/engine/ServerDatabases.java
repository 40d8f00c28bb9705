package dev.referent.comparison.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes empty databases on a server, each by a name of its own. */
final class ServerDatabases {
    private final Database administration;
    private final UnaryOperator<String> urlOf;
    private final Optional<String> dropping;
    private int databases;

    /**
     * @param administration the database to make and drop others from
     * @param urlOf the URL of the database with a name
     * @param dropping what follows the name in DROP DATABASE, if that does not wait for sessions that were left open
     */
    ServerDatabases(Database administration, UnaryOperator<String> urlOf, Optional<String> dropping) {
        this.administration = administration;
        this.urlOf = urlOf;
        this.dropping = dropping;
    }

    String version() throws SQLException {
        try (Connection connection = administration.source().getConnection()) {
            return Versions.of(connection);
        }
    }

    Database fresh() throws SQLException {
        drop();
        databases++;
        administer("CREATE DATABASE " + name());
        return Database.of(urlOf.apply(name()));
    }

    /** Drops the last database, and ends the sessions in it, where the engine can do so. */
    void drop() throws SQLException {
        if (databases > 0 && dropping.isPresent()) {
            administer("DROP DATABASE IF EXISTS " + name() + dropping.get());
        }
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = administration.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String name() {
        return "scenario_" + databases;
    }
}
