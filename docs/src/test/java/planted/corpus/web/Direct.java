package planted.corpus.web;

import planted.corpus.storage.Partial;

/** Knows an adapter of a database. */
public class Direct {
    /** Names what it must not know. */
    public String names(Partial partial) {
        return "" + partial;
    }
}
