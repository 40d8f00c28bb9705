package dev.referent.comparison.path;

/** An access path to one database, from which sessions are made. */
public interface OpenPath extends AutoCloseable {
    /**
     * Begins a session.
     *
     * @param autoCommit whether each operation is a transaction of its own
     * @throws Exception whatever the path throws
     */
    Session session(boolean autoCommit) throws Exception;

    @Override
    void close();
}
