package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;

/** A way in which a program accesses a database. */
public interface AccessPath {
    /** Returns the short name for command lines and reports, for example {@code hibernate}. */
    String name();

    /**
     * Creates what a program creates once for an engine, for example a session factory.
     *
     * @param database a database of the engine, used only during this call
     * @param family the SQL dialect of the engine
     * @throws PathUnavailableException if the path does not support the engine; nothing is left open
     */
    OpenPath open(Database database, Family family) throws PathUnavailableException;
}
