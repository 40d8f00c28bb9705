package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names by which clients may address the server. The page of another site may reach a server through a name of its own
 * that resolves to the server's address (DNS rebinding), and would then be of the same origin; its requests carry that name in
 * {@code Host}.
 */
final class HostNames {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[a-z0-9._-]{1,253})(?::([0-9]{1,5}))?");

    /**
     * The names of this machine. Not those that end in {@code .localhost}: some browsers ask a name server for them, which may be
     * the attacker's.
     */
    private static final Pattern LOOPBACK = Pattern.compile("localhost\\.?|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private static final int HTTP_PORT = 80;

    private final String own;
    private final Set<String> allowed;

    HostNames(String own, Set<String> allowed) {
        this.own = bracketed(own.toLowerCase(Locale.ROOT));
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /**
     * Checks the form of a name.
     *
     * @throws IllegalArgumentException if it is not a host with an optional port
     */
    static void requireHost(String name) {
        if (!HOST.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is not a host; give a name or an address, with a port if clients use another one,"
                            + " as in corpus.example.org:8443");
        }
    }

    /**
     * Checks the name that a request is addressed to.
     *
     * @throws HttpResponseException with status 421 if the server is not known by that name
     */
    void require(Context ctx) {
        String address = bracketed(ctx.req().getLocalAddr());
        if (!allows(ctx.header(Header.HOST), address, ctx.req().getLocalPort())) {
            throw new HttpResponseException(
                    HttpStatus.MISDIRECTED_REQUEST.getCode(),
                    "the request is addressed to a name that is not this server's;"
                            + " start the server with --allowed-host to allow it");
        }
    }

    /**
     * Returns whether the server is known by that name.
     *
     * @param host the value of {@code Host}
     * @param address the address that the request arrived at
     * @param port the port that the request arrived at
     */
    boolean allows(@Nullable String host, String address, int port) {
        Matcher matcher = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return false;
        }
        String name = matcher.group(1);
        String given = matcher.group(2);
        if (allowed.contains(matcher.group())) {
            return true;
        }
        boolean samePort = Integer.toString(port).equals(given) || (given == null && port == HTTP_PORT);
        boolean isOwn = LOOPBACK.matcher(name).matches() || name.equals(own) || name.equals(address);
        return samePort && (isOwn || allowed.contains(name));
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    }
}
