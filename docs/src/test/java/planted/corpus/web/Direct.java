package planted.corpus.web;

import planted.corpus.storage.Partial;
import planted.orphans.Mapped;

/** Knows an adapter of a database, and a library. */
public class Direct {
    /** Names what it must not know. */
    public String names(Partial partial, Mapped mapped) {
        return "" + partial + mapped;
    }
}
