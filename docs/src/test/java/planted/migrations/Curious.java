package planted.migrations;

import planted.hibernate.Nosy;
import planted.jdbc.inside.Hidden;

/** Knows an ORM, and what the JDBC module hides. */
public class Curious {
    /** Names what it must not know. */
    public String names(Nosy nosy, Hidden hidden) {
        return "" + nosy + hidden;
    }
}
