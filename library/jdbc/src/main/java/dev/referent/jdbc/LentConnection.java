package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.driver.Loan;
import java.sql.Connection;

/** A handle on a connection that stays its owner's to close: closing the handle ends the loan. */
final class LentConnection extends DelegatingConnection {
    private final Loan loan;
    private boolean closed;

    LentConnection(Connection delegate, Loan loan) {
        super(delegate);
        this.loan = loan;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            delegate = ClosedConnection.create();
            loan.end();
        }
    }
}
