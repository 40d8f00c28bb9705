package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.usecase.RemoveRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Locale;
import java.util.Map;

/** The common parts of the routes of all three kinds of record. */
final class Routes {

    private final RoutesConfig routes;
    private final Origins origins;

    Routes(RoutesConfig routes, Origins origins) {
        this.routes = routes;
        this.origins = origins;
    }

    /** Answers GET below the base. */
    void get(String path, Handler handler) {
        get(routes, Representation.BASE + path, handler);
    }

    /** Answers GET, and HEAD with the same headers: plain Javalin would answer 200 to any HEAD. */
    static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /** Answers POST below the base, but not to the pages of a foreign origin. */
    void post(String path, Handler handler) {
        routes.post(Representation.BASE + path, origins.requiredBy(handler));
    }

    /** Answers POST below the base, and any other method with 405, although a pattern matches the same path. */
    void postOnly(String path, Handler handler) {
        routes.before(Representation.BASE + path, ctx -> {
            if (!ctx.method().equals(HandlerType.POST)) {
                throw new MethodNotAllowedResponse("", Map.of("availableMethods", "POST"));
            }
        });
        post(path, handler);
    }

    /** Removes a record on DELETE below the base, but not for the pages of a foreign origin. */
    void delete(String path, RecordKind kind, RemoveRecord removeRecord) {
        routes.delete(Representation.BASE + path, origins.requiredBy(ctx -> {
            Reference record = RecordPath.reference(ctx, kind);
            if (!removeRecord.remove(record)) {
                throw RecordPath.missing(record.id(), kind);
            }
            ctx.status(HttpStatus.NO_CONTENT).res().setContentType(null);
        }));
    }

    /** Answers that a record was stored, with its location. */
    static void answerCreated(Context ctx, Reference record, ObjectNode body) {
        String noun = record.kind().name().toLowerCase(Locale.ROOT);
        ctx.header(Header.LOCATION, Representation.BASE + noun + "/" + record.id());
        Json.answer(ctx, HttpStatus.CREATED, body);
    }
}
