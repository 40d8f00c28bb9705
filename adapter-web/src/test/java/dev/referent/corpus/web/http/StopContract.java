package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the server ends. */
public interface StopContract extends ServedCorpus {

    @Test
    default void storesAnUploadThatWasUnderWayHoweverLongItPauses() throws IOException, InterruptedException {
        byte[] form = new Form().file("audioFile", "slow.wav", new byte[3_000]).bytes();
        String head = "POST /v0.1/audio HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + Form.TYPE
                + "\r\nContent-Length: " + form.length + "\r\n\r\n";
        try (Socket client = new Socket(uri().getHost(), uri().getPort())) {
            OutputStream out = client.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(form, 0, 1_000);
            Thread.sleep(300);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::stop);
            Thread.sleep(300);
            out.write(form, 1_000, 1_000);
            Thread.sleep(1_500); // longer than Jetty lets a connection pause when it stops
            out.write(Arrays.copyOfRange(form, 2_000, form.length));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("slow.wav");
            stopping.join();
        }
    }
}
