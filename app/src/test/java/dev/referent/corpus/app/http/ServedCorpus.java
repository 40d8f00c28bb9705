package dev.referent.corpus.app.http;

import java.net.URI;
import java.sql.SQLException;

/** What the HTTP contract needs of a test: a running server over a corpus that is empty when the test begins. */
public interface ServedCorpus {

    /** The largest recording that the server is started with. */
    long MAX_UPLOAD_BYTES = 1 << 20;

    /** Returns where the server listens. */
    URI uri();

    /** Stops the server; once it is stopped, this does nothing. */
    void stop();

    /** Returns what the server keeps on disk. */
    Stored stored();

    /** Runs a statement past the server, without enforcement. */
    default void executeUnenforced(String sql) throws SQLException {
        stored().execute(sql);
    }

    /** Returns a client that holds each answer against the server's description of itself. */
    default Api api() {
        return new Api(uri());
    }
}
