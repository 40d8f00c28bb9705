package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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
        String known = ctx.header(Header.IF_NONE_MATCH);
        return known != null
                && Stream.of(known.split(","))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || weak(one).equals(tag));
    }

    /** Returns whether the client asks in {@code If-Match} for bytes with another tag, compared strongly (RFC 9110, 13.1.1). */
    static boolean isUnwanted(Context ctx, String tag) {
        String wanted = ctx.header(Header.IF_MATCH);
        return wanted != null
                && Stream.of(wanted.split(",")).map(String::strip).noneMatch(one -> one.equals("*") || one.equals(tag));
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
