package planted.jdbc;

import planted.hibernate.Nosy;

/** Knows an adapter that stands on it. */
public class UpsideDown {
    /** Names it. */
    public String names(Nosy nosy) {
        return nosy.toString();
    }
}
