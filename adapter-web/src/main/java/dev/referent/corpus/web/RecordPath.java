package dev.referent.corpus.web;

import dev.referent.corpus.FileName;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/** The path of one record: what is written there may be any text, and most of it names nothing. */
final class RecordPath {

    private static final Pattern ID = Pattern.compile("0|[1-9][0-9]{0,18}");

    private RecordPath() {}

    /**
     * Returns what the path points at.
     *
     * @throws NotFoundResponse if it does not write a 64-bit number in the one way it is written
     */
    static Reference reference(Context ctx, RecordKind kind) {
        return reference(ctx.pathParam("id"), kind);
    }

    /** Returns what the text in a path points at. */
    static Reference reference(String id, RecordKind kind) {
        if (!ID.matcher(id).matches()) {
            throw missing(id, kind);
        }
        try {
            return new Reference(kind, Long.parseLong(id));
        } catch (NumberFormatException e) {
            // beyond 64 bits
            throw missing(id, kind);
        }
    }

    /** Returns the answer for a record that does not exist. */
    static NotFoundResponse missing(Object id, RecordKind kind) {
        return new NotFoundResponse("there is no " + kind.name().toLowerCase(Locale.ROOT) + " " + id);
    }

    /**
     * Checks that the path of a file ends in the file's name.
     *
     * @throws NotFoundResponse if it does not
     */
    static void requireName(Context ctx, FileName name) {
        if (!ctx.pathParam("name").equals(name.value())) {
            throw new NotFoundResponse("there is no file of that name here");
        }
    }
}
