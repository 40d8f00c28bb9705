package dev.referent.corpus.web;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.usecase.ListTranscriptions;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Transcriptions over HTTP. */
final class TranscriptionRoutes {

    /** The longest text, and the three bytes of a byte order mark before it. */
    private static final int MAX_FILE_BYTES = NewTranscription.MAX_TEXT_BYTES + 3;

    private final WebCorpus corpus;

    TranscriptionRoutes(WebCorpus corpus) {
        this.corpus = corpus;
    }

    void addTo(Routes routes) {
        ListTranscriptions list = new ListTranscriptions(corpus.transcriptions());
        routes.get("transcription", ctx -> PageQuery.answer(ctx, list::list, Representation::of));
        routes.post("transcription", this::add);
        routes.postOnly("transcription/fromFile", this::addFile);
        routes.get("transcription/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.get("transcription/{id}/file/{name}", this::answerFile);
        routes.delete("transcription/{id}", RecordKind.TRANSCRIPTION, corpus.removeRecord());
    }

    private void add(Context ctx) {
        JsonBody body = JsonBody.of(ctx);
        answerAdded(
                ctx,
                corpus.addTranscription()
                        .add(body.text("text"), body.optionalName("filename"), body.optionalName("name")));
    }

    private void addFile(Context ctx) throws IOException {
        Upload upload;
        byte[] utf8;
        try {
            upload = Upload.of(ctx, "transcriptionFile", MAX_FILE_BYTES);
            utf8 = upload.content().readNBytes(MAX_FILE_BYTES + 1);
        } catch (InvalidInputException e) {
            throw e.kind() == Kind.TOO_LARGE ? tooLong() : e;
        }
        if (utf8.length > MAX_FILE_BYTES) {
            throw tooLong();
        }
        if (utf8.length == 0) {
            throw new InvalidInputException("the file is empty; send one with text");
        }
        answerAdded(ctx, corpus.addTranscription().addFile(upload.name(), utf8));
    }

    /** Names the limit of the text, as the core does, whichever limit is exceeded first. */
    private static InvalidInputException tooLong() {
        return new InvalidInputException(
                Kind.TOO_LARGE,
                "the transcription's text is longer than " + ByteSize.of(NewTranscription.MAX_TEXT_BYTES)
                        + "; split it");
    }

    private static void answerAdded(Context ctx, Transcription added) {
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private void answerFile(Context ctx) {
        Transcription transcription = find(ctx);
        RecordPath.requireName(ctx, transcription.fileName());
        ctx.status(HttpStatus.OK)
                .contentType("text/plain; charset=utf-8")
                .result(transcription.text().getBytes(StandardCharsets.UTF_8));
    }

    private Transcription find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.TRANSCRIPTION);
        return corpus.transcriptions()
                .find(new TranscriptionId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.TRANSCRIPTION));
    }
}
