package dev.referent.corpus.web;

import dev.referent.corpus.InvalidInputException;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A file that a client sends as the body of its request, in a folder of its own until {@link #delete}. */
record SentFile(Path folder, Path file) {
    private static final String NAME = "sent";

    /** How many files are received at the same time, from all clients together; this limits how much of the disk they take. */
    private static final int MAX_RECEIVED = 4;

    private static final Semaphore RECEIVING = new Semaphore(MAX_RECEIVED);

    /**
     * Answers with a job on the file in the request's body. No file is received while the job could not begin.
     *
     * @throws ConflictResponse if another run is running, or as many files are received as may
     */
    static void answer(Context ctx, MountedFileJob job, JobRoute route) {
        route.requirePlace();
        if (!RECEIVING.tryAcquire()) {
            throw new ConflictResponse(
                    "%d files are being received; try again when one has arrived".formatted(MAX_RECEIVED));
        }
        SentFile sent;
        try {
            sent = receive(ctx, job.maxBytes());
        } finally {
            RECEIVING.release();
        }
        boolean taken = false;
        try {
            MountedJob.Work work = job.preparation().apply(sent.file);
            taken = true;
            route.answer(
                    ctx,
                    lines -> {
                        try {
                            work.run(lines);
                        } finally {
                            sent.delete();
                        }
                    },
                    sent::delete);
        } finally {
            if (!taken) {
                sent.delete();
            }
        }
    }

    private static SentFile receive(Context ctx, long maxBytes) {
        try {
            Path folder = Files.createTempDirectory("referent-sent");
            SentFile sent = new SentFile(folder, folder.resolve(NAME));
            try (InputStream body = RequestBody.opened(ctx, maxBytes).getInputStream()) {
                copy(body, sent.file, maxBytes);
                return sent;
            } catch (IOException e) {
                sent.delete();
                throw new InvalidInputException("the body is cut off; send it again");
            } catch (RuntimeException e) {
                sent.delete();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder can be made", e);
        }
    }

    private static void copy(InputStream body, Path file, long maxBytes) throws IOException {
        long length = Files.copy(new Bounded(body, maxBytes + 1), file);
        if (length > maxBytes) {
            throw RequestBody.tooLarge(maxBytes);
        }
        if (length == 0) {
            throw new InvalidInputException("the body is empty; send a file");
        }
    }

    /** Deletes the file, what was made beside it, and the folder. */
    void delete() {
        try {
            try (var files = Files.list(folder)) {
                for (Path one : files.toList()) {
                    Files.deleteIfExists(one);
                }
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the temporary folder cannot be deleted", e);
        }
    }
}
