package planted.mybatis;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import planted.hibernate.Nosy;
import planted.jdbc.inside.Hidden;

/** Knows its neighbour, its neighbour's libraries, and the inside of what it stands on. */
public class Neighbour {
    /** Names them all. */
    public String names(Nosy nosy, Session session, EntityManager manager, Hidden hidden) {
        return nosy.toString() + session + manager + hidden;
    }
}
