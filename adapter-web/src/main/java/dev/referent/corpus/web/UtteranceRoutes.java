package dev.referent.corpus.web;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.usecase.StoredUtterance;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Utterances over HTTP. */
final class UtteranceRoutes {

    private final WebCorpus corpus;

    UtteranceRoutes(WebCorpus corpus) {
        this.corpus = corpus;
    }

    void addTo(Routes routes) {
        routes.get("utterance", ctx -> PageQuery.answer(ctx, corpus.readUtterances()::list, Representation::of));
        routes.post("utterance", this::add);
        routes.get("utterance/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.delete("utterance/{id}", RecordKind.UTTERANCE, corpus.removeRecord());
    }

    private void add(Context ctx) {
        JsonBody body = JsonBody.of(ctx);
        NewUtterance pair = new NewUtterance(
                new AudioId(body.integer("audioId")), new TranscriptionId(body.integer("transcriptionId")));
        Utterance added = corpus.addUtterance().add(pair);
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private StoredUtterance find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.UTTERANCE);
        return corpus.readUtterances()
                .find(new UtteranceId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.UTTERANCE));
    }
}
