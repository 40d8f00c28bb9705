package dev.referent.corpus.web;

import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a mounted job, for a limited number of clients at a time, and streams its messages (a JSON object on each line). */
final class JobRoute {
    /** The media type of the stream. */
    static final String MEDIA_TYPE = "application/x-ndjson";

    private static final Logger LOG = LoggerFactory.getLogger(JobRoute.class);

    /** After this time without a line an empty one is sent; the second of them fails if the client is no longer connected. */
    private static final long SILENCE_MILLIS = 250;

    /** How long a job may take to end after it was interrupted. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** How long a client waits for a place, in which one that its last job still has becomes free after a stop. */
    private static final long PLACE_MILLIS = 1_500;

    private final String path;
    private final Duration limit;
    private final Semaphore free;
    private final ThreadFactory threads;
    private volatile boolean stopping;

    JobRoute(String path, Duration limit, int atOnce) {
        this(path, limit, atOnce, work -> new Thread(work, "job"));
    }

    /**
     * Creates the route.
     *
     * @param limit how long a job may take
     * @param atOnce how many may run at the same time
     * @param threads makes the thread of each job
     */
    JobRoute(String path, Duration limit, int atOnce, ThreadFactory threads) {
        this.path = path;
        this.limit = limit;
        this.free = new Semaphore(atOnce);
        this.threads = threads;
    }

    /** Ends the running job. */
    void stop() {
        stopping = true;
    }

    /** Answers one request with the job that its body asks for. */
    void answer(Context ctx, MountedJob job) {
        JsonBody body = JsonBody.of(ctx);
        Map<String, List<String>> members = new LinkedHashMap<>();
        job.members().keySet().forEach(member -> members.put(member, body.texts(member)));
        answer(ctx, job.preparation().apply(members), () -> {});
    }

    /**
     * Fails unless a job could begin now.
     *
     * @throws ServiceUnavailableResponse if the server stops
     * @throws ConflictResponse if as many jobs run as may
     */
    void requirePlace() {
        takePlace();
        free.release();
    }

    private void takePlace() {
        if (stopping) {
            throw new ServiceUnavailableResponse("the server stops; try again when it has started");
        }
        boolean taken = false;
        try {
            taken = free.tryAcquire(PLACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            throw new ConflictResponse("another run is running; try again when it has ended");
        }
    }

    /**
     * Does the work, and answers with its messages.
     *
     * @param rejected is run instead if the work is not begun
     */
    void answer(Context ctx, MountedJob.Work work, Runnable rejected) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread worker = begun(() -> run(work, lines), rejected);
        try {
            ctx.status(HttpStatus.OK).contentType(MEDIA_TYPE);
            stream(worker, lines, ctx.res().getOutputStream());
        } catch (IOException e) {
            LOG.debug("the client disconnected, which ends its job", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            worker.interrupt();
            release(worker);
        }
    }

    /** Takes a place, and starts the thread of a job. */
    private Thread begun(Runnable job, Runnable rejected) {
        boolean taken = false;
        try {
            takePlace();
            taken = true;
            Thread worker = threads.newThread(job);
            worker.start();
            return worker;
        } catch (RuntimeException | Error e) { // there may be no more threads
            if (taken) {
                free.release();
            }
            rejected.run();
            throw e;
        }
    }

    /** Frees the place of a job. A job that does not heed its interrupt blocks the next one for a moment only. */
    private void release(Thread worker) {
        try {
            worker.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private void run(MountedJob.Work work, BlockingQueue<String> lines) {
        try {
            work.run(lines::add);
        } catch (InterruptedException e) {
            lines.add(message("stopped early"));
        } catch (Exception | LinkageError e) {
            LOG.error("the job {} failed", path, e);
            lines.add(message("the run failed unexpectedly; the server's log says why"));
        }
    }

    private void stream(Thread worker, BlockingQueue<String> lines, OutputStream out)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        boolean told = false;
        boolean ended = false;
        while (!ended) {
            boolean last = !worker.isAlive() || System.nanoTime() > end + PATIENCE_MILLIS * 1_000_000;
            @Nullable String line = lines.poll(last ? 0 : SILENCE_MILLIS, TimeUnit.MILLISECONDS);
            ended = last && line == null;
            if (!told && (stopping || System.nanoTime() > end)) {
                told = true;
                end = Math.min(end, System.nanoTime());
                worker.interrupt();
                lines.add(message(stopping ? "the server stops" : "stopped after " + limit.toSeconds() + " seconds"));
            }
            out.write(((line == null ? "" : line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static String message(String words) {
        return Json.object().put("message", words).toString();
    }
}
