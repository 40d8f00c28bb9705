package dev.referent.comparison.path;

import dev.referent.comparison.engine.Database;
import dev.referent.comparison.engine.Family;
import javax.sql.DataSource;

/** A way in which a program reaches a database. */
public interface AccessPath {
    /** Returns the short name that a command line and a report use: {@code hibernate}. */
    String name();

    /**
     * Makes ready what a program makes once: a session factory, say.
     *
     * @param database the database
     * @param source its connections, to be used in place of its own
     * @param family whose words its engine understands
     */
    OpenPath open(Database database, DataSource source, Family family);
}
