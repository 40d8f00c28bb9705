package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Entity tags, by which a client asks whether it has the current bytes already (RFC 9110, 8.8.3). */
final class EntityTag {
    private static final int LENGTH = 16;

    private EntityTag() {}

    /** Returns the tag of these bytes. */
    static String of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return "\"" + text.substring(0, LENGTH) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns whether the client says in {@code If-None-Match} that it has the bytes with that tag. */
    static boolean isKnown(Context ctx, String tag) {
        return tags(ctx, Header.IF_NONE_MATCH).stream()
                .anyMatch(one -> one.equals("*") || weak(one).equals(tag));
    }

    /**
     * Answers that the client has the bytes already. A cache may take the type and the length of this answer for those of the bytes, and
     * without a length of its own an answer without content would say 0 (RFC 9111, 3.2).
     *
     * @param length how many there are
     */
    static void answerNotModified(Context ctx, long length) {
        ctx.status(HttpStatus.NOT_MODIFIED).header(Header.CONTENT_LENGTH, Long.toString(length));
    }

    /** Returns whether the client asks in {@code If-Match} for bytes with another tag, compared strongly (RFC 9110, 13.1.1). */
    static boolean isUnwanted(Context ctx, String tag) {
        List<String> wanted = tags(ctx, Header.IF_MATCH);
        return !wanted.isEmpty() && wanted.stream().noneMatch(one -> one.equals("*") || one.equals(tag));
    }

    /** Returns the tags of a header, of which there may be several lines. */
    private static List<String> tags(Context ctx, String header) {
        return Collections.list(ctx.req().getHeaders(header)).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .toList();
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
