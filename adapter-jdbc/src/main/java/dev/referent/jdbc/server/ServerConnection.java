package dev.referent.jdbc.server;

import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.server.ServerExplainer.Refused;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;

/** A connection to a server, whose refusals are typed and explained. It sends nothing that the application does not send. */
public final class ServerConnection extends DelegatingConnection {
    /** What may begin a transaction of SQL text, of which the driver's autoCommit tells nothing. */
    private static final Pattern BEGINS =
            Pattern.compile("\\b(?:BEGIN|START|AUTOCOMMIT|XA|CALL|EXECUTE)\\b", Pattern.CASE_INSENSITIVE);

    private final Server server;
    private final Explaining explaining;
    private final ServerTransaction transaction;

    private ServerConnection(Connection delegate, Server server, Explaining explaining, boolean allOrNothing) {
        super(delegate);
        this.server = server;
        this.explaining = explaining;
        this.transaction = new ServerTransaction(allOrNothing);
    }

    /**
     * Makes sure of a connection of a driver's, or of a pool's around one.
     *
     * @param allOrNothing whether a transaction is not committed if a foreign key has refused a part of it
     * @throws SQLException if its session does not enforce foreign keys and may not be made to; the connection stays open
     */
    public static Connection over(Connection connection, Server server, Explaining explaining, boolean allOrNothing)
            throws SQLException {
        server.establish(connection);
        return new ServerConnection(connection, server, explaining, allOrNothing);
    }

    Server server() {
        return server;
    }

    /** Notes that a text is about to be run, or will be. */
    void announce(String sql) {
        if (BEGINS.matcher(sql).find()) {
            transaction.isUnclear();
        }
    }

    /** Notes that a text was run. */
    void ran(boolean readsOnly) throws SQLException {
        if (!readsOnly && !delegate.getAutoCommit()) {
            transaction.worked();
        }
    }

    /** Tells whether a text does nothing but read: it is a SELECT that calls nothing. */
    static boolean readsOnly(String sql) {
        String text = sql.stripLeading();
        return text.regionMatches(true, 0, "SELECT", 0, 6) && text.indexOf('(') < 0;
    }

    /** Returns the typed form of what a statement was refused with. */
    SQLException refused(SQLException failure, String sql, Bindings bound) {
        Optional<NamedKey> named = server.named(failure);
        if (named.isEmpty()) {
            return failure;
        }
        boolean alone = transaction.isFresh();
        SQLException refusal =
                explaining.typed(server, new Refused(named.get(), PlainWrite.of(server, sql, bound), alone), failure);
        transaction.refused(refusal);
        return refusal;
    }

    /** Returns the typed form of what a batch was refused with, with the driver's counts. */
    SQLException refusedBatch(SQLException failure) {
        Optional<SQLException> cause = causeOf(failure);
        if (cause.isEmpty()) {
            return failure;
        }
        SQLException refusal = refused(cause.get(), "", Bindings.none());
        if (!(failure instanceof BatchUpdateException batch)) {
            return refusal;
        }
        return new BatchUpdateException(
                refusal.getMessage(),
                refusal.getSQLState(),
                refusal.getErrorCode(),
                batch.getLargeUpdateCounts(),
                refusal);
    }

    private Optional<SQLException> causeOf(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (SQLException next = cause instanceof SQLException e ? e : null; next != null; ) {
                if (server.named(next).isPresent()) {
                    return Optional.of(next);
                }
                next = next.getNextException();
            }
        }
        return Optional.empty();
    }

    @Override
    public Statement createStatement() throws SQLException {
        return new ServerStatement<>(this, delegate.createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return new ServerStatement<>(this, delegate.createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return new ServerStatement<>(this, delegate.createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql, autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql, columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql, columnNames));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, delegate.prepareStatement(sql, type, concurrency, holdability));
    }

    private PreparedStatement prepared(String sql, PreparedStatement statement) {
        announce(sql);
        return new ServerPreparedStatement(this, statement, sql);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        transaction.isUnclear();
        return delegate.prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        transaction.isUnclear();
        return delegate.prepareCall(sql, type, concurrency);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        transaction.isUnclear();
        return delegate.prepareCall(sql, type, concurrency, holdability);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException with SQLState 08007 (SQL:2016: transaction resolution unknown) if the connection is lost meanwhile
     */
    @Override
    public void commit() throws SQLException {
        refuseHalf();
        try {
            delegate.commit();
        } catch (SQLException e) {
            throw ofCommit(e);
        }
        transaction.end();
    }

    private SQLException ofCommit(SQLException failure) {
        Optional<SQLException> refusal = causeOf(failure);
        if (refusal.isPresent()) {
            transaction.worked();
            SQLException typed = refused(refusal.get(), "", Bindings.none());
            transaction.end();
            return typed;
        }
        return LostCommit.isOne(failure) ? LostCommit.of(failure) : failure;
    }

    private void refuseHalf() throws SQLException {
        Optional<SQLException> half = transaction.half();
        if (half.isPresent() && !delegate.getAutoCommit()) {
            rollback();
            throw half.get();
        }
    }

    @Override
    public void rollback() throws SQLException {
        delegate.rollback();
        transaction.end();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        Savepoint savepoint = delegate.setSavepoint();
        transaction.set(savepoint);
        return savepoint;
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        Savepoint savepoint = delegate.setSavepoint(name);
        transaction.set(savepoint);
        return savepoint;
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        delegate.rollback(savepoint);
        transaction.wentBackTo(savepoint);
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        delegate.releaseSavepoint(savepoint);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (autoCommit == delegate.getAutoCommit()) {
            return;
        }
        if (autoCommit) {
            refuseHalf();
        }
        try {
            delegate.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            throw ofCommit(e);
        }
        transaction.end();
    }

    @Override
    public void clearWarnings() throws SQLException {
        delegate.clearWarnings();
    }

    @Override
    public void close() throws SQLException {
        delegate.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || delegate.isWrapperFor(type);
    }
}
