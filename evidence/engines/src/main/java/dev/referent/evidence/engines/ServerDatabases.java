package dev.referent.evidence.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;

/** Creates empty databases on a server, or empty schemas in one of its databases. */
final class ServerDatabases {
    private final String administration;
    private final Function<String, Database> named;
    private final String creation;
    private final Optional<String> termination;
    private int databases;

    /**
     * @param administration the name of the database from which others are created
     * @param named returns the database with a name
     * @param creation the CREATE statement, without the name
     * @param termination a statement that terminates open sessions, for engines that would wait for them
     */
    ServerDatabases(
            String administration, Function<String, Database> named, String creation, Optional<String> termination) {
        this.administration = administration;
        this.named = named;
        this.creation = creation;
        this.termination = termination;
    }

    /** Creates databases on MariaDB. None is dropped, because that would wait for open sessions. */
    static ServerDatabases mariaDb(Function<String, Database> named) {
        return new ServerDatabases("mysql", named, "CREATE DATABASE ", Optional.empty());
    }

    /**
     * Creates schemas in one PostgreSQL database, which is ten times faster than creating databases.
     *
     * @param url the URL of that database, with at least one parameter
     */
    static ServerDatabases postgres(String url) {
        return new ServerDatabases(
                "public",
                name -> Database.of(url + "&currentSchema=" + name),
                "CREATE SCHEMA ",
                Optional.of("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"));
    }

    String version() throws SQLException {
        try (Connection connection = named.apply(administration).source().getConnection()) {
            return Versions.of(connection);
        }
    }

    Database fresh() throws SQLException {
        endSessions();
        databases++;
        administer(creation + name());
        return named.apply(name());
    }

    /** Terminates open sessions, if the engine would wait for them. */
    void endSessions() throws SQLException {
        if (termination.isPresent()) {
            administer(termination.get());
        }
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = named.apply(administration).source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String name() {
        return "scenario_" + databases;
    }
}
