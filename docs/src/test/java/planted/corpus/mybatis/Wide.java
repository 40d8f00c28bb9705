package planted.corpus.mybatis;

import planted.corpus.hibernate.Narrow;

/** Knows its twin. */
public class Wide {
    /** Names what it must not know. */
    public String names(Narrow narrow) {
        return "" + narrow;
    }
}
