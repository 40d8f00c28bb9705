package planted.mybatis;

import planted.hibernate.Nosy;
import planted.jdbc.inside.Hidden;

/** Knows its neighbour, and the internals of the JDBC module. */
public class Neighbour {
    /** Names what it must not know. */
    public String names(Nosy nosy, Hidden hidden) {
        return "" + nosy + hidden;
    }
}
