package dev.referent.corpus.web;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Recordings over HTTP. */
final class AudioRoutes {

    private final WebCorpus corpus;
    private final long maxUploadBytes;

    AudioRoutes(WebCorpus corpus, long maxUploadBytes) {
        this.corpus = corpus;
        this.maxUploadBytes = maxUploadBytes;
    }

    void addTo(Routes routes) {
        routes.get("audio", ctx -> PageQuery.answer(ctx, corpus.audios()::list, Representation::of));
        routes.post("audio", this::add);
        routes.get("audio/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.get("audio/{id}/file/{name}", this::answerFile);
        routes.delete("audio/{id}", RecordKind.AUDIO, corpus.removeRecord());
    }

    private void add(Context ctx) {
        Upload upload = Upload.of(ctx, "audioFile", maxUploadBytes);
        Audio added = corpus.addAudio().add(upload.name(), upload.content());
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private void answerFile(Context ctx) throws IOException {
        Audio audio = find(ctx);
        RecordPath.requireName(ctx, audio.name());
        FileChannel file = corpus.files()
                .read(audio.storedName())
                .orElseThrow(() ->
                        new NotFoundResponse("the file of audio " + audio.id().value() + " no longer exists"));
        AudioFileAnswer.send(ctx, audio, file);
    }

    private Audio find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.AUDIO);
        return corpus.audios()
                .find(new AudioId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.AUDIO));
    }
}
