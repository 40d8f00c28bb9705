package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** An access path to one engine, from which sessions on its databases are made. */
public interface OpenPath extends AutoCloseable {
    /**
     * Turns to a database: sessions that begin from now on are of this one.
     *
     * @param around put around the driver's own connections, below all else
     */
    void switchTo(Database database, UnaryOperator<DataSource> around);

    /**
     * Begins a session.
     *
     * @param autoCommit whether each operation is a transaction of its own
     * @param batches whether it is going to write batches, where a path has sessions of another kind for them
     * @throws Exception whatever the path throws
     */
    PathSession session(boolean autoCommit, boolean batches) throws Exception;

    @Override
    void close();
}
