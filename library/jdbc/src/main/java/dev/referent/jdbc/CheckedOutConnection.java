package dev.referent.jdbc;

import dev.referent.jdbc.delegate.ClosedConnection;
import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.driver.Checkout;
import java.sql.Connection;

/** A handle on a connection that only its owner closes. Closing the handle checks the connection in. */
final class CheckedOutConnection extends DelegatingConnection {
    private final Checkout checkout;
    private boolean closed;

    CheckedOutConnection(Connection delegate, Checkout checkout) {
        super(delegate);
        this.checkout = checkout;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            delegate = ClosedConnection.create();
            checkout.end();
        }
    }
}
