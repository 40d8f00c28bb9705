package planted.evidence.engines;

import planted.jdbc.UpsideDown;

/** Knows what is tested on it. */
public class Heavy {
    /** Names what it must not know. */
    public String names(UpsideDown upsideDown) {
        return "" + upsideDown;
    }
}
