package dev.referent.comparison.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** Makes empty databases on a server, each by the name of its own; the one before is dropped. */
final class ServerDatabases {
    private final Database administration;
    private final UnaryOperator<String> urlOf;
    private final String dropping;
    private int databases;

    /**
     * @param administration the database to make and drop others from
     * @param urlOf the URL of the database with a name
     * @param dropping what follows the name in DROP DATABASE
     */
    ServerDatabases(Database administration, UnaryOperator<String> urlOf, String dropping) {
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
        try (Connection connection = administration.source().getConnection();
                Statement statement = connection.createStatement()) {
            if (databases > 0) {
                statement.executeUpdate("DROP DATABASE " + name() + dropping);
            }
            databases++;
            statement.executeUpdate("CREATE DATABASE " + name());
        }
        return Database.of(urlOf.apply(name()));
    }

    private String name() {
        return "scenario_" + databases;
    }
}
