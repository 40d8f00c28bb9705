package planted.core;

import java.sql.Connection;
import java.sql.SQLException;
import planted.app.Wiring;

/** Knows a database, changes its field, and knows who wires it. */
public class Careless {
    private int calls;

    /** Reaches for a database. */
    public boolean isOpen(Connection connection, Wiring wiring) throws SQLException {
        calls++;
        return calls > 0 && !connection.isClosed() && wiring.isWired();
    }
}
