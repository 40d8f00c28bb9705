package dev.referent.corpus.web;

import dev.referent.corpus.Audio;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers with the file of a recording, or with the part of it that a client asks for. */
final class AudioFileAnswer {
    private AudioFileAnswer() {}

    /**
     * Answers with the file, which never changes once it is stored.
     *
     * @param file the file; closed with the answer
     */
    static void send(Context ctx, Audio audio, FileChannel file) throws IOException {
        String tag = EntityTag.of(audio.storedName().value().getBytes(StandardCharsets.UTF_8));
        ctx.header(Header.ACCEPT_RANGES, "bytes").header(Header.CACHE_CONTROL, "no-cache");
        if (EntityTag.isUnwanted(ctx, tag)) {
            file.close();
            Problem.of(412, "the file is not the one that If-Match names; ask for it without If-Match")
                    .answer(ctx);
            return;
        }
        // not before: Javalin compares it with If-None-Match, and would turn the 412 into a 304 (RFC 9110, 13.2.2)
        ctx.header(Header.ETAG, tag);
        long size = file.size();
        ctx.contentType(audio.name().extension().equals("mp3") ? "audio/mpeg" : "audio/wav");
        if (EntityTag.isKnown(ctx, tag)) {
            file.close();
            EntityTag.answerNotModified(ctx, size);
            return;
        }
        Optional<ByteRange> range = ByteRange.of(ctx, tag, size);
        if (range.isPresent()) {
            send(ctx, file, range.get());
        } else {
            body(ctx.status(HttpStatus.OK), size, Channels.newInputStream(file));
        }
    }

    private static void send(Context ctx, FileChannel file, ByteRange range) throws IOException {
        ctx.header(Header.CONTENT_RANGE, range.contentRange());
        if (!range.isSatisfiable()) {
            file.close();
            Problem.of(416, "the file has " + range.size() + " bytes; ask for some of them")
                    .answer(ctx);
            return;
        }
        file.position(range.first());
        InputStream part = new Bounded(Channels.newInputStream(file), range.length());
        body(ctx.status(HttpStatus.PARTIAL_CONTENT), range.length(), part);
    }

    private static void body(Context ctx, long length, InputStream content) {
        ctx.header(Header.CONTENT_LENGTH, Long.toString(length)).result(content);
    }
}
