package dev.referent.corpus.web;

import java.util.Optional;
import java.util.Set;

/**
 * Who may send requests to a {@link WebServer}, and how many.
 *
 * @param allowedHosts names by which clients reach the server in addition to loopback names and the address that it listens on,
 *     each as {@code name} or {@code name:port}
 * @param token what a request must present if it changes or runs something; nothing if empty
 * @param requestsPerSecond how many requests per second a client address may send on average; 0 for any number
 */
public record Access(Set<String> allowedHosts, Optional<String> token, int requestsPerSecond) {

    /**
     * Copies the names and checks the values.
     *
     * @throws IllegalArgumentException if a name is not a host with an optional port, the token is not usable in a header and a
     *     URL, or the number of requests is negative
     */
    public Access {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedHosts.forEach(HostNames::requireHost);
        token.ifPresent(AccessToken::requireValid);
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "a client cannot send " + requestsPerSecond + " requests per second; give 0 for any number");
        }
    }

    /** Returns the access of a server on loopback: any process of this machine, any number of requests. */
    public static Access local() {
        return new Access(Set.of(), Optional.empty(), 0);
    }
}
