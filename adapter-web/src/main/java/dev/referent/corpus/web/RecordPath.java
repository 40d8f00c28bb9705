package dev.referent.corpus.web;

import dev.referent.corpus.FileName;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/** The path of one record, which may contain any string. */
final class RecordPath {

    private static final Pattern ID = Pattern.compile("0|[1-9][0-9]{0,18}");

    private RecordPath() {}

    /**
     * Returns the record that the path names.
     *
     * @throws NotFoundResponse if it is not a 64-bit number in its canonical form
     */
    static Reference reference(Context ctx, RecordKind kind) {
        return reference(ctx.pathParam("id"), kind);
    }

    /** Returns the record that a string in a path names. */
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
