package dev.referent.corpus.web;

import java.util.Optional;

/**
 * The settings of a {@link WebServer}.
 *
 * @param host the name or address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param maxUploadBytes the largest recording
 * @param corsOrigin the one other origin whose pages may call this server, as in {@code https://example.org}, or {@code *} for
 *     all; none if empty
 * @param access who may send requests, and how many
 */
public record WebSettings(String host, int port, long maxUploadBytes, Optional<String> corsOrigin, Access access) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the port is invalid, or the upload limit is not positive
     */
    public WebSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port + "; choose one from 0 to 65535");
        }
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException(
                    "uploads of at most " + maxUploadBytes + " bytes are not possible; allow more");
        }
    }

    /** Creates the settings of a server on loopback, which any process of this machine may use. */
    public WebSettings(String host, int port, long maxUploadBytes, Optional<String> corsOrigin) {
        this(host, port, maxUploadBytes, corsOrigin, Access.local());
    }
}
