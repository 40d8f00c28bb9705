package planted.jdbc;

import planted.corpus.Careless;
import planted.hibernate.Nosy;

/** Knows a module that uses it, and the corpus. */
public class UpsideDown {
    /** Names what it must not know. */
    public String names(Nosy nosy, Careless careless) {
        return "" + nosy + careless;
    }
}
