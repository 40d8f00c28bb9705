package dev.referent.web;

import dev.referent.core.RefusedInputException;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.FileName;
import dev.referent.core.corpus.Transcription;
import dev.referent.core.corpus.TranscriptionId;
import dev.referent.core.corpus.Transcriptions;
import dev.referent.core.integrity.RecordKind;
import dev.referent.core.integrity.Reference;
import dev.referent.core.usecase.AddTranscription;
import dev.referent.core.usecase.RemoveRecord;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Transcriptions over HTTP. */
final class TranscriptionRoutes {

    private final Transcriptions transcriptions;
    private final AddTranscription addTranscription;
    private final RemoveRecord removeRecord;

    TranscriptionRoutes(CorpusPorts corpus, UploadDirectory files, Clock clock) {
        this.transcriptions = corpus.transcriptions();
        this.addTranscription = new AddTranscription(transcriptions, clock);
        this.removeRecord = new RemoveRecord(corpus, files);
    }

    void addTo(Routes routes) {
        routes.get("transcription", ctx -> PageQuery.answer(ctx, transcriptions::list, Representation::of));
        routes.post("transcription", this::add);
        routes.post("transcription/fromFile", this::addFile);
        routes.get("transcription/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.get("transcription/{id}/file/{name}", this::answerFile);
        routes.delete("transcription/{id}", RecordKind.TRANSCRIPTION, removeRecord);
    }

    private void add(Context ctx) {
        JsonBody body = JsonBody.of(ctx);
        answerAdded(
                ctx,
                addTranscription.add(
                        body.text("text"),
                        body.optionalText("filename").map(FileName::new),
                        body.optionalText("name").map(FileName::new)));
    }

    private void addFile(Context ctx) throws IOException {
        Upload upload = Upload.of(ctx, "transcriptionFile", JsonBody.MAX_BYTES);
        byte[] utf8 = upload.content().readNBytes(JsonBody.MAX_BYTES + 1);
        if (utf8.length > JsonBody.MAX_BYTES) {
            throw RequestBody.tooLarge(JsonBody.MAX_BYTES);
        }
        if (utf8.length == 0) {
            throw new RefusedInputException("the file is empty; send one with text");
        }
        answerAdded(ctx, addTranscription.addFile(upload.name(), utf8));
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
        return transcriptions
                .find(new TranscriptionId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.TRANSCRIPTION));
    }
}
