package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import dev.referent.jdbc.driver.FileFailure;
import dev.referent.jdbc.driver.SqliteUrl;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.server.Explaining;
import dev.referent.jdbc.server.Server;
import dev.referent.jdbc.server.ServerSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * A source of connections that enforce foreign keys and explain what they refuse.
 *
 * <p>Each connection is made sure of when it is handed out, whoever had it before: to SQLite, an open transaction of SQL text
 * is rolled back, enforcement is switched on and read back; to PostgreSQL and MariaDB, which enforce by themselves, one query
 * looks whether the last borrower has switched that off. Thread-safe, as far as the wrapped source is.
 */
public final class EnforcedDataSource extends DelegatingDataSource {
    /** How long an explanation by a server may take, which is asked on another connection, over a network. */
    private static final Duration SERVER_BOUND = Duration.ofSeconds(2);

    private final Optional<Duration> bound;
    private final boolean allOrNothing;
    private final boolean joining;
    private final DataSource explanations;
    private final Explaining explaining;

    private EnforcedDataSource(
            DataSource source,
            DataSource explanations,
            Optional<Duration> bound,
            boolean allOrNothing,
            boolean joining) {
        super(source);
        this.explanations = explanations;
        this.bound = bound;
        this.allOrNothing = allOrNothing;
        this.joining = joining;
        this.explaining = explaining(explanations::getConnection);
    }

    private Explaining explaining(Explaining.Source connections) {
        return new Explaining(connections, bound.orElse(SERVER_BOUND));
    }

    /**
     * Opens a database with a new connection for each call of {@link #getConnection()}.
     *
     * @param url {@code jdbc:sqlite:FILE}, {@code jdbc:postgresql:…} or {@code jdbc:mariadb:…}, with the driver's parameters
     *     after a question mark
     * @throws SQLException if the URL is misspelt, or what it names is no SQLite database that can be read, or the server
     *     does not let the user in
     */
    public static EnforcedDataSource open(String url) throws SQLException {
        if (Server.isMeantBy(url)) {
            EnforcedDataSource source = wrap(new ServerSource(url));
            source.getConnection().close();
            return source;
        }
        SqliteUrl.check(url);
        SQLiteDataSource driver = new SQLiteDataSource();
        driver.setUrl(url);
        EnforcedDataSource source = wrap(driver);
        source.probe(url);
        return source;
    }

    /**
     * Makes sure of the connections of a pool, or of any other source of connections to SQLite, PostgreSQL or MariaDB. The
     * pool stays the caller's to configure and to close.
     *
     * @param source whose connections unwrap to the driver's
     */
    public static EnforcedDataSource wrap(DataSource source) {
        return new EnforcedDataSource(source, source, Optional.empty(), false, false);
    }

    /**
     * Returns the same source, whose explanations ask another one for the connections that they need on a server; by default
     * they ask this one. A pool of its own, and be it small, explains what is refused while all connections are taken.
     *
     * @param other a source of connections to the same database, which need not be enforced
     */
    public EnforcedDataSource explainingOn(DataSource other) {
        return new EnforcedDataSource(source, other, bound, allOrNothing, joining);
    }

    /**
     * Returns the same source with another bound on the time that an explanation takes; the default is 250 ms, and 2 s on a server.
     * What is not found in time is undetermined.
     *
     * @param explanationBound from nothing, with which no violation is looked for, to as long as an application can wait
     */
    public EnforcedDataSource explainingWithin(Duration explanationBound) {
        if (explanationBound.isNegative()) {
            throw new IllegalArgumentException("the bound " + explanationBound + " is negative; give zero or more");
        }
        return new EnforcedDataSource(source, explanations, Optional.of(explanationBound), allOrNothing, joining);
    }

    /**
     * Returns the same source, whose transactions are committed whole or not at all: where a foreign key has refused a
     * statement of the transaction and no rollback has undone what came before it, {@link Connection#commit()} rolls back
     * and throws, and so does a COMMIT in SQL text. SQLite itself, and the driver, commit what the other statements wrote.
     */
    public EnforcedDataSource allOrNothing() {
        return new EnforcedDataSource(source, explanations, bound, true, joining);
    }

    /**
     * Returns the same source for a pool whose connections take part in the transactions of JTA. Such a pool hands out one
     * connection again and again in the same transaction: it is left in the transaction if it has autoCommit off and
     * enforces already, where it would be rolled back else.
     */
    public EnforcedDataSource joiningTransactions() {
        return new EnforcedDataSource(source, explanations, bound, allOrNothing, true);
    }

    private void probe(String url) throws SQLException {
        try (Connection connection = getConnection()) {
            connection.getMetaData().getTables(null, null, null, null).close();
        } catch (SQLException e) {
            throw FileFailure.of(url, e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return over(source.getConnection(), explaining);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return over(source.getConnection(user, password), explaining(() -> explanations.getConnection(user, password)));
    }

    private Connection over(Connection connection, Explaining ofServer) throws SQLException {
        try {
            if (connection.isWrapperFor(SQLiteConnection.class)) {
                return EnforcedConnection.over(connection, bound.orElse(Explainer.USUAL_BOUND), allOrNothing, joining);
            }
            return EnforcedConnection.over(connection, Server.of(connection), ofServer, allOrNothing);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }
}
