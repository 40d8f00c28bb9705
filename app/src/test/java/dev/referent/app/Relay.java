package dev.referent.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
            String text = lost;
            if (text != null && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(text)) {
                lost = null;
                end(client);
            }
            out.write(buffer, 0, read);
        }
    }

    private static void answers(Socket server, Socket client) throws IOException {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
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
