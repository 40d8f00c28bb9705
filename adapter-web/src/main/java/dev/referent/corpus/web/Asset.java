package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** A page, style sheet or script that is the same for everybody; its compressed bytes and its tag are made once. */
final class Asset {
    private static final String GZIP = "gzip";

    private final String mediaType;
    private final byte[] bytes;
    private final byte[] compressed;
    private final String tag;

    private Asset(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.compressed = compressed(bytes);
        this.tag = EntityTag.of(bytes);
    }

    /** Creates one with that text in UTF-8. */
    static Asset of(String mediaType, String text) {
        return of(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates one with these bytes. */
    static Asset of(String mediaType, byte[] bytes) {
        return new Asset(mediaType, bytes);
    }

    /** Returns a resource in the package of this class. */
    static byte[] resource(String name) {
        try (InputStream content = Objects.requireNonNull(Asset.class.getResourceAsStream(name), name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers with it, or with 304 to a client that has it already. */
    void answer(Context ctx) {
        ctx.header(Header.CACHE_CONTROL, "no-cache").header(Header.ETAG, tag);
        ctx.res().addHeader(Header.VARY, Header.ACCEPT_ENCODING);
        if (mediaType.startsWith("text/html")) {
            ctx.header("Content-Security-Policy", PageLayout.POLICY);
        }
        byte[] body = bytes;
        if (takesGzip(ctx)) {
            ctx.header(Header.CONTENT_ENCODING, GZIP);
            body = compressed;
        }
        ctx.contentType(mediaType);
        if (EntityTag.isKnown(ctx, tag)) {
            EntityTag.answerNotModified(ctx, body.length);
        } else {
            ctx.status(HttpStatus.OK).result(body);
        }
    }

    private boolean takesGzip(Context ctx) {
        return compressed.length < bytes.length
                && Preference.values(ctx, Header.ACCEPT_ENCODING).contains(GZIP);
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
