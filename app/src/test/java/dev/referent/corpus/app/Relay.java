package dev.referent.corpus.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server on loopback, and cuts them off from each other when it is told to. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile @Nullable String lost;
    private volatile @Nullable String last;
    private volatile @Nullable Socket writing;
    private volatile @Nullable Socket ending;

    Relay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection, and takes no new one until {@link #restore}. */
    void cut() {
        cut = true;
        open.forEach(Relay::end);
    }

    void restore() {
        cut = false;
    }

    /** Passes the next request that holds the text on to the server, and ends its connection before the answer. */
    void loseTheAnswerTo(String text) {
        lost = text;
    }

    /** Cuts all off as soon as the next such statement is committed; only the answer to that COMMIT gets through. */
    void cutAtTheCommitOf(String statement) {
        last = statement;
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            if (cut) {
                end(client);
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(server);
            start(() -> requests(client, server));
            start(() -> answers(server, client));
        }
    }

    private void requests(Socket client, Socket server) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            String request = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            if (holds(request, lost)) {
                lost = null;
                end(client);
            }
            if (holds(request.toUpperCase(Locale.ROOT), last)) {
                last = null;
                writing = server;
            }
            if (server.equals(writing) && request.toUpperCase(Locale.ROOT).contains("COMMIT")) {
                ending = server;
            }
            out.write(buffer, 0, read);
        }
    }

    private static boolean holds(String request, @Nullable String text) {
        return text != null && request.contains(text);
    }

    private void answers(Socket server, Socket client) throws IOException {
        try (server;
                client) {
            InputStream in = server.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (server.equals(ending)) {
                    cut = true;
                    open.stream()
                            .filter(other -> !other.equals(server) && !other.equals(client))
                            .forEach(Relay::end);
                    client.getOutputStream().write(buffer, 0, read);
                    return; // which ends these two
                }
                client.getOutputStream().write(buffer, 0, read);
            }
        }
    }

    /** Runs until it fails, which is how a cut connection shows itself. */
    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Passes bytes on. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
