package planted.corpus.app;

import planted.corpus.Careless;

/** Is known to the core, and knows it: a cycle. */
public class Wiring {
    /** Returns what knows this. */
    public Careless careless() {
        return new Careless();
    }

    /** Returns whether all is wired. */
    public boolean isWired() {
        return true;
    }
}
