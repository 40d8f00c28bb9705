package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that a client asks for, so that it can play from the middle (RFC 9110, 14).
 *
 * @param first the first byte
 * @param last the last byte; before the first one if the file has no byte of the range
 * @param size the size of the file
 */
record ByteRange(long first, long last, long size) {
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=([0-9]+)?-([0-9]+)?");

    /**
     * Returns the range that a request asks for. A range that is malformed, one of several, of a file that has changed since, or of
     * another method than GET is ignored, as if the whole file were asked for.
     *
     * @param tag the file's tag
     */
    static Optional<ByteRange> of(Context ctx, String tag, long size) {
        String header = ctx.header(Header.RANGE);
        String condition = ctx.header("If-Range");
        if (header == null || !ctx.method().equals(HandlerType.GET) || (condition != null && !condition.equals(tag))) {
            return Optional.empty();
        }
        return parse(header, size);
    }

    /** Parses the value of {@code Range}. */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || (range.group(1) == null && range.group(2) == null)) {
            return Optional.empty();
        }
        if (range.group(1) == null) {
            long suffix = number(range.group(2));
            return Optional.of(new ByteRange(suffix == 0 ? size : Math.max(0, size - suffix), size - 1, size));
        }
        long first = number(range.group(1));
        long last = range.group(2) == null ? Long.MAX_VALUE : number(range.group(2));
        return last < first ? Optional.empty() : Optional.of(new ByteRange(first, Math.min(last, size - 1), size));
    }

    /** Reads digits; a number that is too large for a file is the largest. */
    private static long number(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** Returns whether the file has a byte of the range. */
    boolean isSatisfiable() {
        return first <= last;
    }

    /** Returns the number of bytes. */
    long length() {
        return last - first + 1;
    }

    /** Returns the value of {@code Content-Range}. */
    String contentRange() {
        return isSatisfiable() ? "bytes " + first + "-" + last + "/" + size : "bytes */" + size;
    }
}
