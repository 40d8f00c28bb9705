package planted.mybatis;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import planted.hibernate.Nosy;

/** Knows its neighbour, and its neighbour's libraries. */
public class Neighbour {
    /** Names them all. */
    public String names(Nosy nosy, Session session, EntityManager manager) {
        return nosy.toString() + session + manager;
    }
}
