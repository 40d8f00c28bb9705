package planted.web;

import planted.jdbc.UpsideDown;

/** Knows an adapter of a database. */
public class Direct {
    /** Names it. */
    public String names(UpsideDown adapter) {
        return adapter.toString();
    }
}
