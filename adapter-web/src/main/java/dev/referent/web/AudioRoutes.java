package dev.referent.web;

import dev.referent.core.corpus.Audio;
import dev.referent.core.corpus.AudioId;
import dev.referent.core.corpus.Audios;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.integrity.RecordKind;
import dev.referent.core.integrity.Reference;
import dev.referent.core.usecase.AddAudio;
import dev.referent.core.usecase.RemoveRecord;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Clock;

/** Recordings over HTTP. */
final class AudioRoutes {

    private final Audios audios;
    private final UploadDirectory files;
    private final long maxUploadBytes;
    private final AddAudio addAudio;
    private final RemoveRecord removeRecord;

    AudioRoutes(CorpusPorts corpus, UploadDirectory files, long maxUploadBytes, Clock clock) {
        this.audios = corpus.audios();
        this.files = files;
        this.maxUploadBytes = maxUploadBytes;
        this.addAudio = new AddAudio(corpus, files, clock);
        this.removeRecord = new RemoveRecord(corpus, files);
    }

    void addTo(Routes routes) {
        routes.get("audio", ctx -> PageQuery.answer(ctx, audios::list, Representation::of));
        routes.post("audio", this::add);
        routes.get("audio/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.get("audio/{id}/file/{name}", this::answerFile);
        routes.delete("audio/{id}", RecordKind.AUDIO, removeRecord);
    }

    private void add(Context ctx) {
        Upload upload = Upload.of(ctx, "audioFile", maxUploadBytes);
        Audio added = addAudio.add(upload.name(), upload.content());
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private void answerFile(Context ctx) throws IOException {
        Audio audio = find(ctx);
        RecordPath.requireName(ctx, audio.name());
        FileChannel file = files.read(audio.storedName())
                .orElseThrow(() ->
                        new NotFoundResponse("the file of audio " + audio.id().value() + " is gone"));
        ctx.status(HttpStatus.OK)
                .contentType(audio.name().extension().equals("mp3") ? "audio/mpeg" : "audio/wav")
                .header(Header.CONTENT_LENGTH, Long.toString(file.size()))
                .result(Channels.newInputStream(file));
    }

    private Audio find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.AUDIO);
        return audios.find(new AudioId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.AUDIO));
    }
}
