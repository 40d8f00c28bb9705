package dev.referent.jdbc.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A TEXT of the database that is not valid UTF-8 (sqlite.org/invalidutf.html), by its bytes: as a String, different ones would become
 * the same. It goes into queries as a {@link SqlLiteral literal}, and to the application as a String.
 */
public final class MalformedText {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;

    private MalformedText(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns whether a text, as the driver reads it, may be one. */
    public static boolean isPossible(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    /** Returns the text itself if its bytes are valid UTF-8. */
    public static Object of(String text, byte[] bytes) {
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : new MalformedText(bytes.clone());
    }

    /** Returns the value as an application may see it: a String, with a replacement for what is not valid. */
    public static @Nullable Object shown(@Nullable Object value) {
        return value instanceof MalformedText text ? text.toString() : value;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MalformedText text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
