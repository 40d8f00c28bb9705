package dev.referent.corpus.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may use a server that listens on some address: on loopback anyone, beyond it anyone who has the token. */
final class ServeAccess {
    private static final int TOKEN_BYTES = 24;

    private final String host;
    private final boolean isBeyondLoopback;
    private final boolean isGenerated;
    private final Optional<String> token;

    /**
     * Decides by the address.
     *
     * @param host the address to listen on
     * @param given the token of the command line; if empty, a server beyond loopback gets a new one
     */
    ServeAccess(String host, Optional<String> given) {
        this.host = host;
        this.isBeyondLoopback = !isLoopback(host);
        this.isGenerated = given.isEmpty() && isBeyondLoopback;
        this.token = isGenerated ? Optional.of(newToken()) : given;
    }

    /** Returns whether other machines may reach the server. */
    boolean isBeyondLoopback() {
        return isBeyondLoopback;
    }

    /** Returns what a request must present that changes or runs something; empty if nothing. */
    Optional<String> token() {
        return token;
    }

    /** Returns the URL that a browser opens to be allowed changes; empty if it needs no token, or the user chose the token. */
    Optional<URI> startUrl(URI server) {
        return isGenerated
                ? token.map(value -> URI.create(
                        "http://" + reachable(server.getHost()) + ":" + server.getPort() + "/?token=" + value))
                : Optional.empty();
    }

    /** Returns what the user should know. */
    List<String> warnings(@Nullable String cors) {
        List<String> warnings = new ArrayList<>();
        if (isBeyondLoopback) {
            warnings.add("anyone who can reach " + host
                    + " can read the corpus, over a connection that is not encrypted;" + " changes need the token");
        }
        if ("*".equals(cors)) {
            warnings.add("--cors * lets the pages of every site read the corpus"
                    + (token.isEmpty() ? ", and change it; name the one origin that needs it" : ""));
        }
        return warnings;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns an address of this machine if the server listens on all of them. */
    private static String reachable(String listening) {
        String address = listening.replaceAll("[\\[\\]]", "");
        if (!address.equals("0.0.0.0") && !address.matches("[0:]+")) {
            return listening;
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(found ->
                            found instanceof Inet4Address && !found.isLoopbackAddress() && !found.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("localhost");
        } catch (SocketException e) {
            return "localhost";
        }
    }

    private static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
