package dev.referent.corpus.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told to, letter by letter, where a library would be too polite. */
record RawClient(URI server) {

    /** Sends a request, and returns all that comes back until the server closes the connection. */
    String send(String... lines) {
        try (Socket socket = open()) {
            socket.getOutputStream().write(bytes(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request to the server by its own name. */
    String request(String method, String path, String... headers) {
        String head = method + " " + path + " HTTP/1.1\r\n" + host();
        return headers.length == 0 ? send(head) : send(head, String.join("\r\n", headers));
    }

    /** Opens a connection whose reads wait at most 30 seconds. */
    Socket open() throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Returns the header that names the server. */
    String host() {
        return "Host: " + server.getAuthority();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
