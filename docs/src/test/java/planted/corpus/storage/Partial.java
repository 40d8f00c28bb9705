package planted.corpus.storage;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import planted.corpus.hibernate.Narrow;

/** Prefers one of the two ORM adapters. */
public class Partial {
    /** Names what it must not know. */
    public String names(Narrow narrow, EntityManager manager, Session session) {
        return "" + narrow + manager + session;
    }
}
