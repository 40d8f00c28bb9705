package dev.referent.corpus.web;

import dev.referent.corpus.CorpusException;
import dev.referent.corpus.StorageUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles the exceptions of routes: known ones are answered with their problem, any other with 500 and a line in the log. */
final class ErrorHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandlers.class);
    private static final int SERVER_ERROR = 500;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final RecentFailures logged = new RecentFailures();

    private ErrorHandlers() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(CorpusException.class, new ErrorHandlers()::answerKnown);
        routes.exception(HttpResponseException.class, ErrorHandlers::answer);
        routes.exception(Exception.class, ErrorHandlers::answer);
    }

    private void answerKnown(CorpusException exception, Context ctx) {
        Problem problem = ProblemMapper.problemOf(exception);
        if (problem.status() >= SERVER_ERROR) {
            log(exception, problem.status(), ctx);
        }
        if (exception instanceof StorageUnavailableException unavailable && unavailable.isTemporary()) {
            ctx.header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        problem.answer(ctx);
    }

    /**
     * Logs one line, because a client that tries again would otherwise fill the log; the rest is at the level debug. What fails until
     * somebody repairs it fails for every request, and is logged once a minute.
     */
    private void log(CorpusException exception, int status, Context ctx) {
        boolean lasts = exception instanceof StorageUnavailableException unavailable
                && !unavailable.isTemporary()
                && !unavailable.isInDoubt();
        if (lasts && !logged.isNew(String.valueOf(exception.getMessage()))) {
            LOG.debug("{} {} is answered {}", ctx.method(), ctx.path(), status, exception);
            return;
        }
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
        String cause = reason.equals(exception.getMessage()) ? "" : " (" + reason + ")";
        LOG.warn("{} {} is answered {}: {}{}", ctx.method(), ctx.path(), status, exception.getMessage(), cause);
        LOG.debug("the failure", exception);
    }

    private static void answer(HttpResponseException exception, Context ctx) {
        if (exception instanceof MethodNotAllowedResponse) {
            String allowed = exception.getDetails().values().iterator().next();
            ctx.header(Header.ALLOW, allowed);
            Problem.of(405, "the method is not allowed here; use " + allowed.replace(", ", " or "))
                    .answer(ctx);
            return;
        }
        if (exception instanceof EndpointNotFound) {
            Problem.of(404, "there is nothing at " + ctx.path()).answer(ctx);
            return;
        }
        Problem.of(exception.getStatus(), String.valueOf(exception.getMessage()))
                .answer(ctx);
    }

    private static void answer(Exception failure, Context ctx) {
        if (failure instanceof HttpException exception && exception.getCode() < 500) {
            Problem.of(exception.getCode(), "the request is rejected: " + exception.getReason())
                    .answer(ctx);
            return;
        }
        LOG.error("{} {} failed", ctx.method(), ctx.path(), failure);
        Problem.unexpected().answer(ctx);
    }

    /**
     * Answers after an error of the JVM, for example an OutOfMemoryError. Another error, as when no class can be loaded, leaves the answer
     * empty: Javalin would call this again for it, without end.
     */
    static void answer(HttpServletResponse response, Error error) {
        response.setStatus(SERVER_ERROR);
        try {
            LOG.error("a request failed", error);
            response.setContentType(Problem.MEDIA_TYPE);
            response.getOutputStream().write(Problem.unexpected().bytes());
        } catch (IOException e) {
            LOG.debug("the client disconnected", e);
        } catch (Error e) {
            return; // it may be that nothing can be logged
        }
    }
}
