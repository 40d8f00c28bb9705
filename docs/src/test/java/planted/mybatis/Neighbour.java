package planted.mybatis;

import org.hibernate.Session;
import planted.hibernate.Nosy;
import planted.jdbc.inside.Hidden;

/** Knows its neighbour, its neighbour's library, and the inside of what it stands on. */
public class Neighbour {
    /** Names them all. */
    public String names(Nosy nosy, Session session, Hidden hidden) {
        return nosy.toString() + session + hidden;
    }
}
