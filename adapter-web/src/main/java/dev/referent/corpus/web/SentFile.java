package dev.referent.corpus.web;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageUnavailableException;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;

/** A file that a client sends as the body of its request, stored until {@link #delete}. */
record SentFile(Path file) {
    private static final int BUFFER_BYTES = 1 << 13;

    /** How many files are received at the same time, from all clients together; this limits how much of the disk they take. */
    private static final int MAX_RECEIVED = 4;

    /** Only the owner of the process may read what a client sends, where the platform can tell. */
    private static final FileAttribute<?>[] OWNERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

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
            sent = receive(ctx, job);
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

    private static SentFile receive(Context ctx, MountedFileJob job) {
        HttpServletRequest request = RequestBody.opened(ctx, job.maxBytes());
        SentFile sent = new SentFile(job.place().get());
        try {
            Files.createFile(sent.file, OWNERS);
            try (OutputStream file = Files.newOutputStream(sent.file)) {
                copy(request, file, job.maxBytes());
                return sent;
            } catch (IOException | RuntimeException e) {
                sent.delete();
                throw e;
            }
        } catch (IOException e) {
            throw StorageUnavailableException.untilRepaired(
                    "the server cannot write a temporary file; make room in its uploads directory, make that writable, or"
                            + " allow the server more open files",
                    e);
        }
    }

    /** Copies the body; only the file throws an IOException. */
    private static void copy(HttpServletRequest request, OutputStream file, long maxBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        for (int read = read(request, buffer); read >= 0; read = read(request, buffer)) {
            length += read;
            if (length > maxBytes) {
                throw RequestBody.tooLarge(maxBytes);
            }
            file.write(buffer, 0, read);
        }
        if (length == 0) {
            throw new InvalidInputException("the body is empty; send a file");
        }
    }

    private static int read(HttpServletRequest request, byte[] buffer) {
        try {
            return request.getInputStream().read(buffer);
        } catch (IOException e) {
            throw new InvalidInputException("the body is cut off; send it again");
        }
    }

    /** Deletes the file, beside which SQLite makes none. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException("a temporary file cannot be deleted", e);
        }
    }
}
