package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;

/** A way in which a program reaches a database. */
public interface AccessPath {
    /** Returns the short name that a command line and a report use: {@code hibernate}. */
    String name();

    /**
     * Makes ready what a program makes once for an engine: a session factory, say.
     *
     * @param database a database of the engine, which need not live longer than this call
     * @param family whose words the engine understands
     * @throws PathUnavailableException if the path cannot reach this engine; nothing is left open
     */
    OpenPath open(Database database, Family family) throws PathUnavailableException;
}
