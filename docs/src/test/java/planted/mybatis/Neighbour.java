package planted.mybatis;

import org.hibernate.Session;
import planted.hibernate.Nosy;

/** Knows its neighbour, and its neighbour's library. */
public class Neighbour {
    /** Names both. */
    public String names(Nosy nosy, Session session) {
        return nosy.toString() + session;
    }
}
