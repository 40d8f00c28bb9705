package planted.corpus;

import java.sql.Connection;
import java.sql.SQLException;
import planted.corpus.app.Wiring;

/** Knows a database, changes its field, and knows the application that wires it: a cycle. */
public class Careless {
    private int calls;

    /** Reaches for a database. */
    public boolean isOpen(Connection connection, Wiring wiring) throws SQLException {
        calls++;
        return calls > 0 && !connection.isClosed() && wiring.isWired();
    }
}
