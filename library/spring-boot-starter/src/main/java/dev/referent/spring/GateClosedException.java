package dev.referent.spring;

import java.sql.SQLException;

/** The gate keeps the application from using a database. The database is unchanged. */
final class GateClosedException extends SQLException {
    private static final long serialVersionUID = 1L;

    GateClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
