package planted.orphans;

import planted.hibernate.Nosy;

/** Knows an ORM, which an audit must not need. */
public class Mapped {
    /** Names what it must not know. */
    public String names(Nosy nosy) {
        return "" + nosy;
    }
}
