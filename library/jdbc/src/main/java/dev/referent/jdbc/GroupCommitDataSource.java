package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import dev.referent.jdbc.group.CommitGroups;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/**
 * A data source for many small writes to an SQLite file: transactions that wait for the one writer share a COMMIT, and with it
 * the wait for the disk. Each has its own savepoint, and a transaction that fails rolls back alone. Every {@code commit()},
 * {@code rollback()} and {@code close()} returns after the COMMIT, so that what is acknowledged is stored, and what was answered
 * because of another transaction's row is true; a rollback before which nothing was written does not wait. If the COMMIT fails,
 * none of them is stored, and each throws.
 *
 * <p>With autoCommit off, transactions of single statements that read or write rows are grouped. Everything else has the writer to
 * itself until the connection is closed, as with a pool of one connection: autoCommit, PRAGMA, DDL, multi-statement strings,
 * {@code unwrap}, and databases with a deferred foreign key, ROLLBACK in the schema, a virtual table, a temporary or attached
 * database. In a transaction that is grouped already such a call throws {@link SQLFeatureNotSupportedException} and changes nothing.
 *
 * <p>A transaction begins with BEGIN IMMEDIATE, at its first statement; so read through another data source. Its statements and
 * rows end with it; a prepared statement can be executed again in the next one. A write is not interrupted by {@code cancel()} if
 * others share its transaction, because SQLite would roll them back as well. Thread-safe.
 */
public final class GroupCommitDataSource extends DelegatingDataSource {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);

    private final CommitGroups groups;

    private GroupCommitDataSource(EnforcedDataSource writer, Duration limit) {
        super(writer);
        this.groups = new CommitGroups(writer, limit);
    }

    /**
     * Groups the transactions of a data source. Waits at most 30 seconds for the writer.
     *
     * @param writer of which one connection is borrowed at a time, so that a pool of one is enough; not {@linkplain
     *     EnforcedDataSource#allOrNothing() all or nothing}
     * @throws IllegalArgumentException if the source is all or nothing
     */
    public static GroupCommitDataSource over(EnforcedDataSource writer) {
        return over(writer, USUAL_LIMIT);
    }

    /**
     * Groups the transactions of a data source.
     *
     * @param writer as for {@link #over(EnforcedDataSource)}
     * @param limit how long a transaction waits for the writer, and then for the others of its group. After that it is not
     *     stored, and throws {@link java.sql.SQLTransientConnectionException}, or has it as its cause
     * @throws IllegalArgumentException if the source is all or nothing
     */
    public static GroupCommitDataSource over(EnforcedDataSource writer, Duration limit) {
        if (writer.isAllOrNothing()) {
            throw new IllegalArgumentException("a source that is allOrNothing() cannot group its commits, because one"
                    + " transaction's violation would end the others; leave out one of the two");
        }
        return new GroupCommitDataSource(writer, limit);
    }

    /** {@inheritDoc} Never waits; the first statement does. */
    @Override
    public Connection getConnection() {
        return groups.connection();
    }

    /** {@inheritDoc} Throws, because all transactions share one connection. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("all transactions share one connection; give its source the user");
    }
}
