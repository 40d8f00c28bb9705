package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.ForeignKeyFailure;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.migration.NaiveRebuild;
import dev.referent.jdbc.migration.Refusal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/** A connection that enforces foreign keys and explains what they refuse. */
final class EnforcedConnection extends DelegatingConnection {
    /** No SQL switches enforcement without these letters: a PRAGMA's name cannot be escaped. */
    private static final Pattern SWITCH = Pattern.compile("foreign_keys", Pattern.CASE_INSENSITIVE);

    /** No SQL begins a transaction without one of these words. */
    private static final Pattern BEGINNING = Pattern.compile("begin|savepoint", Pattern.CASE_INSENSITIVE);

    /** Between these texts, which adapter-hibernate runs, a whole schema is dropped, and its child rows are meant to go. */
    private static final String DROP_BEGIN = "savepoint referent_drop";

    private static final String DROP_END = "release referent_drop";

    private final SQLiteConnection sqlite;
    private final Transaction transaction = new Transaction();
    private final Refusals refusals;
    private final Set<EnforcedStatement<?>> unfinished = new HashSet<>();
    private final CommitTexts texts;
    private final boolean allOrNothing;
    private boolean switched;
    private boolean dropping;
    private boolean began;
    private boolean closed;

    private EnforcedConnection(Connection delegate, SQLiteConnection sqlite, Duration bound, boolean allOrNothing) {
        super(delegate);
        this.sqlite = sqlite;
        this.allOrNothing = allOrNothing;
        this.texts = new CommitTexts(sqlite, transaction);
        this.refusals = new Refusals(sqlite, transaction, bound, () -> !unfinished.isEmpty());
    }

    /**
     * Returns a handle on a connection that enforces already: the driver's, or a pool's around one.
     *
     * @param bound how long an explanation may take
     * @param allOrNothing whether a transaction is not committed if a foreign key has refused a part of it
     */
    static EnforcedConnection over(Connection connection, Duration bound, boolean allOrNothing) throws SQLException {
        return new EnforcedConnection(connection, connection.unwrap(SQLiteConnection.class), bound, allOrNothing);
    }

    /** Remembers what a text may do: switch enforcement off, which it does when it is prepared already, or end a transaction. */
    void announce(String sql) throws SQLException {
        switched = switched || SWITCH.matcher(sql).find();
        dropping = sql.equals(DROP_BEGIN) || (dropping && !sql.equals(DROP_END));
        transaction.remember(sql);
        noteBeginning(sql);
    }

    /** Notes whether a transaction that SQL text begins is this borrower's: it is not, where one is open already. */
    private void noteBeginning(String sql) throws SQLException {
        began = began || (BEGINNING.matcher(sql).find() && !OpenTransaction.in(sqlite));
    }

    /** Refuses a DROP TABLE that would delete or change rows of other tables. */
    void refuseNaiveRebuild(String sql) throws SQLException {
        if (dropping) {
            return;
        }
        Optional<Refusal> refusal = NaiveRebuild.refusal(sqlite, sql);
        if (refusal.isPresent()) {
            ForeignKeyViolationSQLException typed = new ForeignKeyViolationSQLException(refusal.get());
            transaction.refused(typed);
            throw typed;
        }
    }

    /**
     * Rolls back instead of running a text that would commit what is left of a transaction of which a foreign key refused a
     * part.
     *
     * @param whole whether all statements of the text are run, not only the first
     */
    void refuseHalf(String sql, boolean whole) throws SQLException {
        noteBeginning(sql);
        if (allOrNothing && texts.commitHalf(sql, whole)) {
            throw half();
        }
    }

    /** Gives refusals their typed form. */
    Refusals refusals() {
        return refusals;
    }

    /** What the connection has run since its last commit. */
    Transaction transaction() {
        return transaction;
    }

    /** Returns how many rows have been changed since the connection was opened. */
    long changes() throws SQLException {
        return sqlite.getDatabase().total_changes();
    }

    /** Runs a text and writes down which rows it writes. */
    <T> T logged(WriteLog log, EnforcedStatement.Execution<T> execution) throws SQLException {
        return log.during(sqlite, execution::run);
    }

    /** Notes that a statement has written and has rows that are not read. */
    void begun(EnforcedStatement<?> statement) {
        unfinished.add(statement);
    }

    /** Notes that such a statement has come to its end. */
    void settled(EnforcedStatement<?> statement) {
        unfinished.remove(statement);
    }

    @Override
    public Statement createStatement() throws SQLException {
        return new EnforcedStatement<>(this, delegate.createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return new EnforcedStatement<>(this, delegate.createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return new EnforcedStatement<>(this, delegate.createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql, autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql, columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql, columnNames));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, () -> delegate.prepareStatement(sql, type, concurrency, holdability));
    }

    private PreparedStatement prepared(String sql, EnforcedStatement.Execution<PreparedStatement> preparation)
            throws SQLException {
        switched = switched || SWITCH.matcher(sql).find();
        try {
            return new EnforcedPreparedStatement(this, preparation.run(), sql);
        } catch (SQLException e) {
            throw refusals.ofSchema(e, sql);
        }
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return delegate.prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return delegate.prepareCall(sql, type, concurrency);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return delegate.prepareCall(sql, type, concurrency, holdability);
    }

    @Override
    public void commit() throws SQLException {
        refuseHalf();
        try {
            delegate.commit();
            transaction.end();
        } catch (SQLException e) {
            throw refusals.ofCommit(e);
        }
    }

    @Override
    public void rollback() throws SQLException {
        delegate.rollback();
        dropping = false;
        transaction.end();
    }

    /** Rolls back instead of committing what is left of a transaction of which a foreign key refused a part. */
    private void refuseHalf() throws SQLException {
        if (allOrNothing && transaction.refusal().isPresent() && !delegate.getAutoCommit()) {
            throw half();
        }
    }

    private SQLException half() throws SQLException {
        ForeignKeyViolationSQLException refusal = transaction.refusal().orElseThrow();
        if (delegate.getAutoCommit()) {
            Enforcement.endTransaction(sqlite);
            transaction.end();
        } else {
            rollback();
        }
        return new ForeignKeyViolationSQLException(
                "the transaction is rolled back, as a foreign key refused a part of it: ",
                refusal.explanation(),
                refusal);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return set(delegate::setSavepoint);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return set(() -> delegate.setSavepoint(name));
    }

    /** Sets a savepoint. With autoCommit on, the driver switches it off and lets the savepoint begin a transaction. */
    private Savepoint set(EnforcedStatement.Execution<Savepoint> setting) throws SQLException {
        boolean open = !allOrNothing || !delegate.getAutoCommit() || OpenTransaction.in(sqlite);
        Savepoint savepoint = setting.run();
        texts.set(savepoint, open);
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
        if (texts.isCommit(savepoint)) {
            refuseHalf();
        }
        try {
            delegate.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw refusals.ofCommit(e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where switching autoCommit on fails to commit, the driver says that it is on while the transaction is still open,
     * and every later write would be lost with it. Here autoCommit is still off after a failure, and the work that a
     * foreign key refused is rolled back.
     */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (autoCommit) {
            refuseHalf();
        }
        try {
            delegate.setAutoCommit(autoCommit);
            transaction.end();
        } catch (SQLException e) {
            SQLException refusal = refusals.ofCommit(e);
            if (autoCommit && !sqlite.isClosed()) {
                sqlite.getConnectionConfig().setAutoCommit(false);
                if (ForeignKeyFailure.isOne(e)) {
                    sqlite.rollback();
                }
            }
            throw refusal;
        }
    }

    /** {@inheritDoc} A pool calls this when a connection comes back: enforcement that was switched off comes on again. */
    @Override
    public void clearWarnings() throws SQLException {
        delegate.clearWarnings();
        if (switched) {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=ON");
            switched = !Enforcement.isOn(sqlite, "foreign_keys");
        }
    }

    /**
     * {@inheritDoc} A transaction that this borrower began by SQL text is rolled back first: no pool knows of it. One that was
     * open before stays open.
     */
    @Override
    public void close() throws SQLException {
        boolean open = !closed && !delegate.isClosed();
        closed = true;
        try {
            for (EnforcedStatement<?> statement : List.copyOf(unfinished)) {
                statement.close();
            }
            if (open && began && !sqlite.isClosed() && sqlite.getAutoCommit()) {
                Enforcement.endTransaction(sqlite);
            }
        } finally {
            delegate.close();
        }
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
