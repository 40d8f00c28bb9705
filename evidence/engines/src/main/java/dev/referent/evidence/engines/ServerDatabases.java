package dev.referent.evidence.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;

/** Makes empty databases on a server, or empty schemas in one of its databases, each by a name of its own. */
final class ServerDatabases {
    private final String administration;
    private final Function<String, Database> named;
    private final String making;
    private final Optional<String> ending;
    private int databases;

    /**
     * @param administration the name of the database to make others from
     * @param named gives the database with a name
     * @param making what stands before the name of a new one
     * @param ending ends the sessions that were left open, where the engine would wait for them
     */
    ServerDatabases(String administration, Function<String, Database> named, String making, Optional<String> ending) {
        this.administration = administration;
        this.named = named;
        this.making = making;
        this.ending = ending;
    }

    /** The databases of a MySQL-like server, of which none is dropped: that would wait for sessions that are left open. */
    static ServerDatabases mariaDb(Function<String, Database> named) {
        return new ServerDatabases("mysql", named, "CREATE DATABASE ", Optional.empty());
    }

    /**
     * The schemas of PostgreSQL's first database, each made in a tenth of the time that a database takes.
     *
     * @param url the URL of that database, with a parameter at least
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
        administer(making + name());
        return named.apply(name());
    }

    /** Ends the sessions that were left open, where the engine would wait for them. */
    void endSessions() throws SQLException {
        if (ending.isPresent()) {
            administer(ending.get());
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
