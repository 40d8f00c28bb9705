package dev.referent.jdbc.storm;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.storm.Attempt.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One thread of a program: it writes, notes what it is told, and ends its transactions. */
final class StormClient implements Runnable {
    private final Settings settings;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Writes writes;
    private final StormConnections connections;
    private final long end;
    private final boolean commits;
    private final List<Long> pending = new ArrayList<>();
    private Connection connection;
    private boolean doomed;
    private volatile @Nullable Statement running;

    /**
     * Opens the client's connection, or takes the shared one. Of the clients that share a transaction one commits it: the
     * driver itself ends a transaction and begins the next in two calls.
     *
     * @param first whether it is the first client
     * @param end when the client stops, as {@link System#nanoTime()} has it
     */
    StormClient(
            Settings settings,
            Ledger ledger,
            SplittableRandom random,
            StormConnections connections,
            boolean first,
            long end)
            throws SQLException {
        this.commits = !settings.autoCommit() && (first || !settings.shared());
        this.settings = settings;
        this.ledger = ledger;
        this.random = random;
        this.writes = new Writes(random, ledger, settings);
        this.connections = connections;
        this.connection = connections.take();
        this.end = end;
    }

    @Override
    public void run() {
        try {
            while (System.nanoTime() < end && !connection.isClosed()) {
                attempt(writes.next());
                if (commits && random.nextInt(8) == 0) {
                    endTransaction();
                }
            }
            if (commits && !connection.isClosed()) {
                endTransaction();
            }
        } catch (SQLException | RuntimeException | Error e) {
            ledger.fault("a thread ended by " + e.getClass().getSimpleName(), e.toString());
        }
    }

    /** Cancels what the client executes, from another thread. */
    synchronized void cancel() {
        Statement statement = running;
        try {
            if (statement != null) {
                statement.cancel();
                ledger.count("cancel");
            }
        } catch (SQLException e) {
            ledger.count("cancel too late");
        }
    }

    private void attempt(Attempt attempt) throws SQLException {
        ledger.count("attempts");
        try {
            attempt.work().run(connection, statement -> running = statement);
            running = null;
            accepted(attempt);
        } catch (SQLException failure) {
            running = null;
            failed(attempt, failure);
        }
    }

    private void accepted(Attempt attempt) {
        boolean atCommit = attempt.verdict() == Verdict.FAILS_AT_COMMIT && !settings.autoCommit();
        if (attempt.verdict() == Verdict.VALID || atCommit) {
            doomed |= atCommit;
            done(attempt.all());
        } else {
            ledger.fault("accepted a failing write", attempt.form());
            ledger.doubt(attempt.all());
        }
    }

    /** Threads that share a transaction commit each other's rows: a row is theirs as soon as its write returns. */
    private void done(List<Long> ids) {
        if (settings.autoCommit() || settings.shared()) {
            ledger.acknowledge(ids);
        } else {
            pending.addAll(ids);
        }
    }

    private void failed(Attempt attempt, SQLException failure) throws SQLException {
        if (Failures.isInterrupt(failure)) {
            ledger.count("interrupted");
            ledger.doubt(attempt.all());
            abandon();
        } else if (Failures.isBusy(failure)) {
            ledger.count("busy");
            busy(attempt);
        } else if (Failures.isLocked(failure)) {
            ledger.count("locked");
            if (attempt.all().size() > 1) {
                ledger.doubt(attempt.all());
            }
        } else if (attempt.verdict() == Verdict.VALID) {
            String kind = Failures.isForeignKey(failure) ? "a valid write blamed" : "a valid write failed";
            ledger.fault(kind, attempt.form() + ": " + failure);
        } else {
            rejected(attempt, failure);
        }
    }

    private void busy(Attempt attempt) throws SQLException {
        if (attempt.all().size() > 1) {
            ledger.doubt(attempt.all());
        }
        if (!settings.autoCommit() && !settings.shared()) {
            connection.rollback();
            forget();
        }
    }

    private void rejected(Attempt attempt, SQLException failure) {
        ledger.count("rejected");
        if (attempt.verdict() != Verdict.FAILS_SOMEHOW && !Failures.isForeignKey(failure)) {
            ledger.fault("failed for another reason", attempt.form() + ": " + failure);
        }
        done(attempt.kept());
        Failures.causes(failure)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .map(ForeignKeyViolationSQLException.class::cast)
                .findFirst()
                .ifPresent(typed -> verify(attempt, typed));
    }

    private void verify(Attempt attempt, ForeignKeyViolationSQLException failure) {
        ledger.count(failure.undetermined().isPresent() ? "undetermined" : "explained");
        for (ForeignKeyViolation violation : failure.violations()) {
            boolean negative = violation.key().get(0) instanceof Long key && key < 0;
            if (negative != (violation.kind() == Kind.MISSING_PARENT)) {
                ledger.fault("blamed falsely", attempt.form() + ": " + violation.message());
            }
        }
    }

    private void endTransaction() throws SQLException {
        try {
            if (random.nextInt(6) == 0 && !settings.shared()) {
                connection.rollback();
                forget();
                return;
            }
            connection.commit();
            if (doomed) {
                ledger.fault("accepted a failing write", "COMMIT");
                ledger.doubt(pending);
            }
            ledger.acknowledge(pending);
            forget();
        } catch (SQLException failure) {
            notEnded(failure);
        }
    }

    private void notEnded(SQLException failure) throws SQLException {
        if (Failures.isInterrupt(failure)) {
            ledger.doubt(pending);
            abandon();
        } else if (Failures.isBusy(failure) || Failures.isLocked(failure)) {
            ledger.count("busy");
            if (!settings.shared()) {
                connection.rollback();
                forget();
            }
        } else if (doomed && Failures.isForeignKey(failure)) {
            ledger.count("rejected");
            connection.rollback();
            forget();
        } else {
            ledger.fault("COMMIT failed", failure.toString());
            ledger.doubt(pending);
            abandon();
        }
    }

    private void forget() {
        pending.clear();
        doomed = false;
    }

    /** An interrupt rolls back the transaction that it meets: a program closes the connection and takes another. */
    private synchronized void abandon() throws SQLException {
        if (!settings.autoCommit() && !settings.shared()) {
            forget();
            connection = connections.replace(connection);
        }
    }
}
