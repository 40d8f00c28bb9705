package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Loan;
import dev.referent.jdbc.driver.SqliteUrl;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.server.Explaining;
import dev.referent.jdbc.server.Server;
import dev.referent.jdbc.server.ServerSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/**
 * A source of connections that enforce foreign keys and explain what they refuse.
 *
 * <p>Every connection is verified at checkout, whatever its last borrower did: on SQLite, enforcement is read and, where it is
 * off, switched on and read back; on PostgreSQL and MariaDB, which enforce without Referent, one query looks whether the last
 * borrower has switched that off.
 *
 * <p>A checkout never rolls back an open transaction. A source may hand out one connection again within a transaction (Spring's
 * {@code SingleConnectionDataSource} and {@code TransactionAwareDataSourceProxy}, a pool that takes part in JTA): if the
 * connection enforces it stays in its transaction, as with the bare driver; if it does not, the checkout fails, since SQLite
 * does not switch enforcement on in a transaction. A transaction in which nothing was read or written, such as the one that
 * autoCommit off begins in a pool, is no obstacle; one that SQL text began and left empty is ended. What a borrower of this
 * source begins by SQL text with autoCommit on is rolled back when that borrower closes its connection; what a borrower of the
 * wrapped source left open, past this one, is the next one's to end, as with the bare driver.
 *
 * <p>Thread-safe, as far as the wrapped source is.
 */
public final class EnforcedDataSource extends DelegatingDataSource {
    /** How long an explanation by a server may take, which is asked on another connection, over a network. */
    private static final Duration SERVER_BOUND = Duration.ofSeconds(2);

    private final Options options;
    private final DataSource explanations;
    private final Explaining explaining;
    private final Schemas.Shared schemas = new Schemas.Shared();

    private EnforcedDataSource(DataSource source, DataSource explanations, Options options) {
        super(source);
        this.explanations = explanations;
        this.options = options;
        this.explaining = explaining(explanations::getConnection);
    }

    private Explaining explaining(Explaining.Source connections) {
        return new Explaining(connections, options.bound().orElse(SERVER_BOUND));
    }

    /**
     * Opens a database with a new connection for each call of {@link #getConnection()}. The URL means what it means to {@link
     * java.sql.DriverManager}.
     *
     * @param url {@code jdbc:sqlite:FILE}, {@code jdbc:postgresql:…} or {@code jdbc:mariadb:…}, with the driver's parameters
     *     after a question mark
     * @throws SQLException if the URL is misspelt, or what it names is no SQLite database that can be read, or the server
     *     does not let the user in
     */
    public static EnforcedDataSource open(String url) throws SQLException {
        return open(url, new Properties());
    }

    /**
     * Opens a database as {@link #open(String)} does, and gives the driver properties beside the URL.
     *
     * @param url as for {@link #open(String)}
     * @param properties which the driver prefers to the URL's parameters, as {@link java.sql.DriverManager} hands them over
     * @throws SQLException if the URL or a property is misspelt, or what it names is no SQLite database that can be read, or the
     *     server does not let the user in
     */
    public static EnforcedDataSource open(String url, Properties properties) throws SQLException {
        if (Server.isMeantBy(url)) {
            EnforcedDataSource source = wrap(new ServerSource(url, properties));
            source.getConnection().close();
            return source;
        }
        try {
            SqliteUrl sqlite = SqliteUrl.of(url, properties);
            EnforcedDataSource source = wrap(sqlite.source());
            source.probe(sqlite);
            return source;
        } catch (NoClassDefFoundError e) {
            throw new SQLException("SQLite's driver is not on the class path; add org.xerial:sqlite-jdbc", "08001", e);
        }
    }

    /**
     * Enforces on the connections of a pool, or of any other source of connections to SQLite, PostgreSQL or MariaDB. The pool
     * stays the caller's to configure and to close. What goes back to it goes on enforcing, for borrowers of the pool itself,
     * too: to switch enforcement on once for each connection is what keeps a checkout cheap.
     *
     * @param source whose connections unwrap to the driver's
     */
    public static EnforcedDataSource wrap(DataSource source) {
        return wrap(source, Options.USUAL);
    }

    private static EnforcedDataSource wrap(DataSource source, Options options) {
        return new EnforcedDataSource(source, source, options);
    }

    /**
     * Opens one connection, as {@link #open(String, Properties)} opens those that it hands out, and does not look into the
     * database before it is asked to.
     */
    static Connection connect(String url, Properties properties, Options options) throws SQLException {
        if (Server.isMeantBy(url)) {
            return wrap(new ServerSource(url, properties), options).getConnection();
        }
        SqliteUrl sqlite = SqliteUrl.of(url, properties);
        try {
            return wrap(sqlite.source(), options).getConnection();
        } catch (SQLException | IllegalArgumentException e) {
            throw sqlite.explained(e);
        }
    }

    /**
     * Returns the same source, whose explanations ask another one for the connections that they need on a server; by default
     * they ask this one. A pool of its own, and be it small, explains what is refused while all connections are taken.
     *
     * @param other a source of connections to the same database, which need not be enforced
     */
    public EnforcedDataSource explainingOn(DataSource other) {
        return new EnforcedDataSource(source, other, options);
    }

    /**
     * Returns the same source with another bound on the time that an explanation takes; the default is 250 ms, and 2 s on a server.
     * What is not found in time is undetermined.
     *
     * @param explanationBound from nothing, with which no violation is looked for, to as long as an application can wait
     */
    public EnforcedDataSource explainingWithin(Duration explanationBound) {
        return new EnforcedDataSource(source, explanations, options.explainingWithin(explanationBound));
    }

    /**
     * Returns the same source, whose transactions are committed whole or not at all: where a foreign key has refused a
     * statement of the transaction and no rollback has undone what came before it, {@link Connection#commit()} rolls back
     * and throws, and so does a COMMIT in SQL text. SQLite itself, and the driver, commit what the other statements wrote.
     */
    public EnforcedDataSource allOrNothing() {
        return new EnforcedDataSource(source, explanations, options.allOrNothing(true));
    }

    /**
     * Returns the same source, whose exceptions have no value of a row in a message, as for a log that may not have them. That
     * holds for their causes too, with PostgreSQL's DETAIL left out of them. {@link ForeignKeyViolationSQLException#violations()}
     * still has the values.
     */
    public EnforcedDataSource hidingValues() {
        return new EnforcedDataSource(source, explanations, options.hidingValues(true));
    }

    /**
     * Returns the same source, which tells a listener of each violation before the exception is thrown. Without a listener, too, each is a
     * line at level DEBUG on the {@link System.Logger} {@code dev.referent.jdbc}.
     *
     * @param listener which replaces an earlier one
     */
    public EnforcedDataSource listening(ViolationListener listener) {
        return new EnforcedDataSource(source, explanations, options.listening(listener));
    }

    private void probe(SqliteUrl url) throws SQLException {
        try (Connection connection = getConnection();
                Statement statement = connection.createStatement()) {
            // reads the whole schema, within any limit that the URL sets on SQL
            statement.executeQuery("SELECT 1 FROM sqlite_schema").close();
        } catch (SQLException | IllegalArgumentException e) {
            throw url.explained(e);
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
            if (canEnforce(connection)) {
                SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
                Enforcement.establish(sqlite);
                Enforcement.endDeferral(sqlite);
                Loan.outlast(sqlite);
                return EnforcedConnection.over(connection, options, schemas);
            }
            return EnforcedConnection.over(connection, Server.of(connection), ofServer, options);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException | RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Enforces on one connection for a while. The connection stays the caller's to close, and goes back as it came: closing the
     * handle switches enforcement off again where it was off before, as soon as no other handle needs it and no transaction
     * is open. A transaction that was open when the handle was made stays open.
     *
     * @param connection {@linkplain #canEnforce to SQLite}
     * @return a handle on the connection that enforces foreign keys and explains what they refuse
     * @throws SQLException if the connection is not to SQLite, or enforcement does not come on because it is in a transaction (SQLState 25001)
     *     or for another reason; the connection is unchanged and open
     */
    public static Connection enforce(Connection connection) throws SQLException {
        Loan loan = Loan.begin(connection.unwrap(SQLiteConnection.class));
        try {
            return EnforcedConnection.over(new LentConnection(connection, loan), Options.USUAL, new Schemas.Shared());
        } catch (SQLException | RuntimeException e) {
            loan.end();
            throw e;
        }
    }

    /**
     * Whether {@link #enforce} takes the connection: it is of SQLite's driver {@code org.xerial:sqlite-jdbc}, or unwraps to
     * one that is. One that cannot be asked is not, as those of drivers from before JDBC 4; without SQLite's driver on the
     * class path none is.
     */
    public static boolean canEnforce(Connection connection) {
        try {
            return connection.isWrapperFor(SQLiteConnection.class);
        } catch (SQLException | LinkageError e) {
            return false;
        }
    }
}
