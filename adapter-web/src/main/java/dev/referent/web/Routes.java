package dev.referent.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.core.integrity.RecordKind;
import dev.referent.core.integrity.Reference;
import dev.referent.core.usecase.RemoveRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.Locale;

/** What the routes of all three kinds of record share. */
final class Routes {

    private final RoutesConfig routes;

    Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    /** Answers GET below the base, and HEAD with the same head: Javalin alone would answer 200 to any HEAD. */
    void get(String path, Handler handler) {
        routes.get(Representation.BASE + path, handler);
        routes.head(Representation.BASE + path, handler);
    }

    /** Answers POST below the base. */
    void post(String path, Handler handler) {
        routes.post(Representation.BASE + path, handler);
    }

    /** Removes a record on DELETE below the base. */
    void delete(String path, RecordKind kind, RemoveRecord removeRecord) {
        routes.delete(Representation.BASE + path, ctx -> {
            Reference record = RecordPath.reference(ctx, kind);
            if (!removeRecord.remove(record)) {
                throw RecordPath.missing(record.id(), kind);
            }
            ctx.status(HttpStatus.NO_CONTENT).res().setContentType(null);
        });
    }

    /** Answers that a record was stored, and where it is found. */
    static void answerCreated(Context ctx, Reference record, ObjectNode body) {
        String noun = record.kind().name().toLowerCase(Locale.ROOT);
        ctx.header(Header.LOCATION, Representation.BASE + noun + "/" + record.id());
        Json.answer(ctx, HttpStatus.CREATED, body);
    }
}
