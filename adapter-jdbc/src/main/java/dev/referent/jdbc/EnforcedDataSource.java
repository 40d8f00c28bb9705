package dev.referent.jdbc;

import dev.referent.jdbc.driver.FileFailure;
import dev.referent.jdbc.driver.SqliteUrl;
import dev.referent.jdbc.explain.Explainer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/**
 * A source of connections that enforce foreign keys and explain what they refuse.
 *
 * <p>Each connection is made sure of when it is handed out, whoever had it before: an open transaction of SQL text is
 * rolled back, enforcement is switched on and read back. Thread-safe, as far as the wrapped source is.
 */
public final class EnforcedDataSource extends DelegatingDataSource {
    private final Duration bound;
    private final boolean allOrNothing;
    private final boolean joining;

    private EnforcedDataSource(DataSource source, Duration bound, boolean allOrNothing, boolean joining) {
        super(source);
        this.bound = bound;
        this.allOrNothing = allOrNothing;
        this.joining = joining;
    }

    /**
     * Opens an SQLite database with a new connection for each call of {@link #getConnection()}.
     *
     * @param url {@code jdbc:sqlite:FILE}, with the driver's parameters after a question mark
     * @throws SQLException if the URL is misspelt, or what it names is no SQLite database that can be read
     */
    public static EnforcedDataSource open(String url) throws SQLException {
        SqliteUrl.check(url);
        SQLiteDataSource driver = new SQLiteDataSource();
        driver.setUrl(url);
        EnforcedDataSource source = new EnforcedDataSource(driver, Explainer.USUAL_BOUND, false, false);
        source.probe(url);
        return source;
    }

    /**
     * Makes sure of the connections of a pool, or of any other source of SQLite connections. The pool stays the caller's
     * to configure and to close.
     *
     * @param source whose connections unwrap to the driver's
     */
    public static EnforcedDataSource wrap(DataSource source) {
        return new EnforcedDataSource(source, Explainer.USUAL_BOUND, false, false);
    }

    /**
     * Returns the same source with another bound on the time that an explanation takes; the default is 250 ms. What is not
     * found in time is undetermined.
     *
     * @param explanationBound from nothing, with which no violation is looked for, to as long as an application can wait
     */
    public EnforcedDataSource explainingWithin(Duration explanationBound) {
        if (explanationBound.isNegative()) {
            throw new IllegalArgumentException("the bound " + explanationBound + " is negative; give zero or more");
        }
        return new EnforcedDataSource(source, explanationBound, allOrNothing, joining);
    }

    /**
     * Returns the same source, whose transactions are committed whole or not at all: where a foreign key has refused a
     * statement of the transaction and no rollback has undone what came before it, {@link Connection#commit()} rolls back
     * and throws, and so does a COMMIT in SQL text. SQLite itself, and the driver, commit what the other statements wrote.
     */
    public EnforcedDataSource allOrNothing() {
        return new EnforcedDataSource(source, bound, true, joining);
    }

    /**
     * Returns the same source for a pool whose connections take part in the transactions of JTA. Such a pool hands out one
     * connection again and again in the same transaction: it is left in the transaction if it has autoCommit off and
     * enforces already, where it would be rolled back else.
     */
    public EnforcedDataSource joiningTransactions() {
        return new EnforcedDataSource(source, bound, allOrNothing, true);
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
        return enforced(source.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return enforced(source.getConnection(user, password));
    }

    private Connection enforced(Connection connection) throws SQLException {
        return EnforcedConnection.over(connection, bound, allOrNothing, joining);
    }
}
