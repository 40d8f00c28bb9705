package planted.hibernate;

import org.sqlite.SQLiteConnection;
import planted.mybatis.Neighbour;

/** Knows its neighbour, and a driver. */
public class Nosy {
    /** Names what it must not know. */
    public String names(Neighbour neighbour, SQLiteConnection connection) {
        return "" + neighbour + connection;
    }
}
