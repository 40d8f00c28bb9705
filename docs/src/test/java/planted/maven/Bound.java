package planted.maven;

import planted.corpus.Careless;

/** Knows the corpus, which the build of another project must not get. */
public class Bound {
    /** Names what it must not know. */
    public String names(Careless careless) {
        return "" + careless;
    }
}
