package dev.referent.web;

import dev.referent.core.corpus.AudioId;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.NewUtterance;
import dev.referent.core.corpus.TranscriptionId;
import dev.referent.core.corpus.Utterance;
import dev.referent.core.corpus.UtteranceId;
import dev.referent.core.corpus.Utterances;
import dev.referent.core.integrity.RecordKind;
import dev.referent.core.integrity.Reference;
import dev.referent.core.usecase.ReadUtterances;
import dev.referent.core.usecase.RemoveRecord;
import dev.referent.core.usecase.StoredUtterance;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Utterances over HTTP. */
final class UtteranceRoutes {

    private final Utterances utterances;
    private final ReadUtterances readUtterances;
    private final RemoveRecord removeRecord;

    UtteranceRoutes(CorpusPorts corpus, UploadDirectory files) {
        this.utterances = corpus.utterances();
        this.readUtterances = new ReadUtterances(utterances, corpus.foreignKeyCheck());
        this.removeRecord = new RemoveRecord(corpus, files);
    }

    void addTo(Routes routes) {
        routes.get("utterance", ctx -> PageQuery.answer(ctx, readUtterances::list, Representation::of));
        routes.post("utterance", this::add);
        routes.get("utterance/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.delete("utterance/{id}", RecordKind.UTTERANCE, removeRecord);
    }

    private void add(Context ctx) {
        JsonBody body = JsonBody.of(ctx);
        NewUtterance pair = new NewUtterance(
                new AudioId(body.integer("audioId")), new TranscriptionId(body.integer("transcriptionId")));
        Utterance added = utterances.add(pair);
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private StoredUtterance find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.UTTERANCE);
        return readUtterances
                .find(new UtteranceId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.UTTERANCE));
    }
}
