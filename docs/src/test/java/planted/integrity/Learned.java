package planted.integrity;

import java.sql.Connection;

/** Knows a database. */
public class Learned {
    /** Names what it must not know. */
    public String names(Connection connection) {
        return "" + connection;
    }
}
