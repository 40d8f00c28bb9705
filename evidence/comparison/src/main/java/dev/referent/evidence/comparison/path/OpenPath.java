package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** An access path that is set up for one engine and opens sessions on its databases. */
public interface OpenPath extends AutoCloseable {
    /**
     * Switches to a database, to which all later sessions belong.
     *
     * @param wrapper wraps the driver's data source, below everything else
     */
    void switchTo(Database database, UnaryOperator<DataSource> wrapper);

    /**
     * Opens a session.
     *
     * @param autoCommit whether each operation is its own transaction
     * @param batches whether the session writes batches, for paths that need another kind of session for them
     * @throws Exception whatever the path throws
     */
    PathSession session(boolean autoCommit, boolean batches) throws Exception;

    @Override
    void close();
}
