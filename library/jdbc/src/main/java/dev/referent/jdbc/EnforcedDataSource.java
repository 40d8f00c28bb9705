package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import dev.referent.jdbc.driver.Checkout;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.SqliteUrl;
import dev.referent.jdbc.group.GroupedConnection;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.server.ExplanationConnections;
import dev.referent.jdbc.server.Server;
import dev.referent.jdbc.server.ServerSource;
import dev.referent.jdbc.sql.SqliteDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * A data source whose connections enforce foreign keys and explain every violation.
 *
 * <p>Every connection is verified at checkout, whatever its last borrower did: on SQLite, enforcement is read and, where it is
 * off, switched on and read back; on PostgreSQL and MariaDB, which enforce without Referent, one query checks that the last
 * borrower has not switched enforcement off.
 *
 * <p>A checkout never rolls back an open transaction. A data source may return the same connection again within a transaction
 * (Spring's {@code SingleConnectionDataSource} and {@code TransactionAwareDataSourceProxy}, a pool that takes part in JTA). If
 * that connection enforces, it stays in its transaction, as with the bare driver. If it does not, the checkout fails, because
 * SQLite cannot switch enforcement on in a transaction. A transaction in which nothing was read or written, such as the one
 * that a pool with autoCommit off begins, does not matter; an empty one that a SQL string began is ended. A transaction that a
 * borrower of this source begins with a SQL string while autoCommit is on is rolled back when that borrower closes its
 * connection. One that a borrower of the wrapped source left open stays open for the next borrower, as with the bare driver.
 *
 * <p>Thread-safe if the wrapped source is.
 */
public final class EnforcedDataSource extends DelegatingDataSource {
    /** How long an explanation may take on a server, which Referent asks on another connection, over a network. */
    private static final Duration SERVER_BOUND = Duration.ofSeconds(2);

    private final Options options;
    private final DataSource explanations;
    private final ExplanationConnections explaining;
    private final Schemas.SharedSchemas schemas = new Schemas.SharedSchemas();

    private EnforcedDataSource(DataSource source, DataSource explanations, Options options) {
        super(source);
        this.explanations = explanations;
        this.options = options;
        this.explaining = explaining(explanations::getConnection);
    }

    private ExplanationConnections explaining(Execution<Connection> connections) {
        boolean shared = explanations == source && !(source instanceof ServerSource);
        return new ExplanationConnections(connections, options.bound().orElse(SERVER_BOUND), shared);
    }

    /**
     * Opens a database with a new connection for each call of {@link #getConnection()}. The URL means what it means to {@link
     * java.sql.DriverManager}.
     *
     * @param url {@code jdbc:sqlite:FILE}, {@code jdbc:postgresql:…} or {@code jdbc:mariadb:…}, with the driver's parameters
     *     after a question mark
     * @throws SQLException if the URL is misspelt, or it does not name a readable SQLite database, or the server rejects the
     *     login
     */
    public static EnforcedDataSource open(String url) throws SQLException {
        return open(url, new Properties());
    }

    /**
     * Opens a database as {@link #open(String)} does, and gives the driver properties beside the URL.
     *
     * @param url as for {@link #open(String)}
     * @param properties which win over the URL's parameters, as with {@link java.sql.DriverManager}
     * @throws SQLException if the URL or a property is misspelt, or it does not name a readable SQLite database, or the server
     *     rejects the login
     */
    public static EnforcedDataSource open(String url, Properties properties) throws SQLException {
        if (Server.isMeantBy(url)) {
            EnforcedDataSource source = wrap(new ServerSource(url, properties));
            source.getConnection().close();
            return source;
        }
        SqliteUrl sqlite = sqlite(url, properties);
        EnforcedDataSource source = wrap(sqlite.source());
        source.probe(sqlite);
        return source;
    }

    private static SqliteUrl sqlite(String url, Properties properties) throws SQLException {
        try {
            return SqliteUrl.of(url, properties);
        } catch (NoClassDefFoundError e) {
            throw SqliteDriver.missing(e);
        }
    }

    /**
     * Enforces foreign keys on the connections of a pool, or of any other data source for SQLite, PostgreSQL or MariaDB. The
     * caller still configures and closes the pool. A connection keeps enforcing after check-in, also for direct borrowers of
     * the pool: enforcement is switched on once per connection, which keeps a checkout cheap.
     *
     * @param source a data source whose connections unwrap to the driver's
     */
    public static EnforcedDataSource wrap(DataSource source) {
        return wrap(source, Options.USUAL);
    }

    private static EnforcedDataSource wrap(DataSource source, Options options) {
        return new EnforcedDataSource(source, source, options);
    }

    /** Opens one connection as {@link #open(String, Properties)} does, without reading the database first. */
    static Connection connect(String url, Properties properties, Options options) throws SQLException {
        if (Server.isMeantBy(url)) {
            return wrap(new ServerSource(url, properties), options).getConnection();
        }
        SqliteUrl sqlite = sqlite(url, properties);
        try {
            return wrap(sqlite.source(), options).getConnection();
        } catch (SQLException | IllegalArgumentException e) {
            throw sqlite.explained(e);
        }
    }

    /**
     * Returns the same source, with another data source for the connections that explanations need on a server; the default is
     * this source. With a separate pool, even a small one, Referent can explain a failure while all connections of this one
     * are in use.
     *
     * @param other a source of connections to the same database, which need not be enforced
     */
    public EnforcedDataSource explainingOn(DataSource other) {
        return new EnforcedDataSource(source, other, options);
    }

    /**
     * Returns the same source with another limit on the time of an explanation; the default is 250 ms, and 2 s on a server.
     * What Referent has not proved by then is undetermined.
     *
     * @param explanationBound the limit; with zero, Referent looks for no violation
     */
    public EnforcedDataSource explainingWithin(Duration explanationBound) {
        return new EnforcedDataSource(source, explanations, options.explainingWithin(explanationBound));
    }

    /**
     * Returns the same source, whose transactions are committed completely or not at all: if a statement of the transaction
     * violated a foreign key and no rollback has undone what came before it, {@link Connection#commit()} rolls back and
     * throws, and so does a COMMIT in a SQL string. SQLite and the driver commit what the other statements wrote.
     */
    public EnforcedDataSource allOrNothing() {
        return new EnforcedDataSource(source, explanations, options.allOrNothing(true));
    }

    boolean isAllOrNothing() {
        return options.allOrNothing();
    }

    /**
     * Returns the same source, whose exceptions contain no value of a row in their messages, for logs that must not contain
     * any. That holds for their causes too, without PostgreSQL's DETAIL. {@link ForeignKeyViolationSQLException#violations()}
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

    /**
     * Returns the same source with an option that is written as in a URL of {@link ReferentDriver}, for configuration files.
     *
     * @param name the option's name, with or without {@code referent.}
     * @throws SQLException if there is no such option, or its value is invalid
     */
    public EnforcedDataSource withOption(String name, String value) throws SQLException {
        return new EnforcedDataSource(source, explanations, UrlOption.set(options, name, value));
    }

    private void probe(SqliteUrl url) throws SQLException {
        try (Connection connection = getConnection()) {
            read(connection);
        } catch (SQLException | IllegalArgumentException e) {
            throw url.explained(e);
        }
    }

    /** Reads the whole schema, within any limit that the URL sets on SQL, unless another connection locks it: that ends, the database stays. */
    private static void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM sqlite_schema").close();
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xFF) != SQLiteErrorCode.SQLITE_BUSY.code) {
                throw e;
            }
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

    private Connection over(Connection connection, ExplanationConnections ofServer) throws SQLException {
        try {
            return enforced(connection, ofServer);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException | RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private Connection enforced(Connection connection, ExplanationConnections ofServer) throws SQLException {
        if (canEnforce(connection)) {
            SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
            Enforcement.establish(sqlite);
            Enforcement.endDeferral(sqlite);
            Checkout.keepEnforced(sqlite);
            return EnforcedConnection.over(connection, options, schemas);
        }
        return EnforcedConnection.over(connection, Server.of(connection), ofServer, options);
    }

    /**
     * Enforces on a connection of the wrapped source, for integrations that ask that source for its connections themselves,
     * because they {@linkplain #supports decide for each} whether it is to be enforced.
     *
     * @param connection of the wrapped source
     * @return the connection as {@link #getConnection()} hands it out
     * @throws SQLException if enforcement does not come on; the connection is open
     */
    public Connection enforceOn(Connection connection) throws SQLException {
        return enforced(connection, explaining);
    }

    /** Whether a connection enforces and explains already, as it comes from a source of this class or from {@link #enforce}. */
    public static boolean isEnforced(Connection connection) {
        try {
            return GroupedConnection.isGrouped(connection) || unwrapsTo(EnforcedConnection.class, connection);
        } catch (SQLException | LinkageError e) {
            return false;
        }
    }

    /**
     * Whether {@link #enforceOn} takes the connection: it is to SQLite by the driver {@code org.xerial:sqlite-jdbc}, to
     * PostgreSQL or to MariaDB, and is not enforced already. One that cannot be asked is not supported.
     */
    public static boolean supports(Connection connection) {
        if (isEnforced(connection)) {
            return false;
        }
        try {
            return canEnforce(connection) || Server.isBehind(connection);
        } catch (SQLException | LinkageError e) {
            return false;
        }
    }

    /**
     * Enforces foreign keys on one connection until the handle is closed. The caller still closes the connection itself.
     * Closing the handle restores the connection: enforcement that was off before is switched off again as soon as no other
     * handle needs it and no transaction is open. A transaction that was open when the handle was created stays open.
     *
     * @param connection {@linkplain #canEnforce to SQLite}
     * @return a handle on the connection that enforces foreign keys and explains every violation
     * @throws SQLException if the connection is not to SQLite, or enforcement cannot be switched on, for example in a
     *     transaction (SQLState 25001); the connection is unchanged and open
     */
    public static Connection enforce(Connection connection) throws SQLException {
        Checkout checkout = Checkout.begin(connection.unwrap(SQLiteConnection.class));
        try {
            return EnforcedConnection.over(
                    new CheckedOutConnection(connection, checkout), Options.USUAL, new Schemas.SharedSchemas());
        } catch (SQLException | RuntimeException e) {
            checkout.end();
            throw e;
        }
    }

    /**
     * Whether {@link #enforce} accepts the connection: it belongs to SQLite's driver {@code org.xerial:sqlite-jdbc}, or
     * unwraps to one that does. Connections that cannot be unwrapped, such as those of drivers older than JDBC 4, are not
     * accepted; without SQLite's driver on the class path none is.
     */
    public static boolean canEnforce(Connection connection) {
        try {
            return unwrapsTo(SQLiteConnection.class, connection);
        } catch (SQLException | LinkageError e) {
            return false;
        }
    }

    /** Checks the unwrapped object, because a proxy may return itself for any type. */
    private static boolean unwrapsTo(Class<?> type, Connection connection) throws SQLException {
        if (!connection.isWrapperFor(type)) {
            return false;
        }
        Object unwrapped = connection.unwrap(type);
        return type.isInstance(unwrapped);
    }
}
