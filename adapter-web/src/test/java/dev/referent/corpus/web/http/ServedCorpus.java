package dev.referent.corpus.web.http;

import dev.referent.corpus.web.Access;
import dev.referent.corpus.web.WebSettings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What the HTTP contract needs of a test: a running server over a corpus that is empty when the test begins. */
public interface ServedCorpus {

    /** The largest recording that the server is started with. */
    int MAX_UPLOAD_BYTES = 1 << 20;

    /** How the server is started: on any free port, and known by the name x, which requests of raw bytes use. */
    WebSettings SETTINGS = new WebSettings(
            "127.0.0.1", 0, MAX_UPLOAD_BYTES, Optional.empty(), new Access(Set.of("x"), Optional.empty(), 0));

    /** Returns where the server listens. */
    URI uri();

    /** Stops the server; once it is stopped, this does nothing. */
    void stop();

    /** Returns every uploaded file by its name; one that is on its way in is in {@code incoming/}. */
    Set<String> files();

    /** Stores a pair past the server, without enforcement. */
    void storeOrphan(long utterance, long audio, long transcription);

    /** Returns a client that holds each answer against the server's description of itself. */
    default Api api() {
        return new Api(uri());
    }
}
