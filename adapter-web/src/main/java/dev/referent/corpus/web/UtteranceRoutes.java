package dev.referent.corpus.web;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Optional;

/** Utterances over HTTP. */
final class UtteranceRoutes {

    private final WebCorpus corpus;

    UtteranceRoutes(WebCorpus corpus) {
        this.corpus = corpus;
    }

    void addTo(Routes routes) {
        routes.get("utterance", this::list);
        routes.post("utterance", this::add);
        routes.get("utterance/{id}", ctx -> Json.answer(ctx, HttpStatus.OK, Representation.of(find(ctx))));
        routes.delete("utterance/{id}", RecordKind.UTTERANCE, corpus.removeRecord());
    }

    private void list(Context ctx) {
        Optional<Reference> used = filter(ctx, RecordKind.AUDIO);
        Optional<Reference> transcription = filter(ctx, RecordKind.TRANSCRIPTION);
        if (used.isPresent() && transcription.isPresent()) {
            throw new InvalidInputException("audio and transcription are both given; give one of them");
        }
        Optional<Reference> record = used.or(() -> transcription);
        if (record.isEmpty()) {
            PageQuery.answer(ctx, corpus.utterances()::list, Representation::of);
        } else {
            PageQuery.answer(
                    ctx,
                    "?" + nameOf(record.get().kind()) + "=" + record.get().id(),
                    page -> corpus.utterances().using(record.get(), page),
                    Representation::of);
        }
    }

    private static Optional<Reference> filter(Context ctx, RecordKind kind) {
        return PageQuery.single(ctx, nameOf(kind)).map(id -> RecordPath.reference(id, kind));
    }

    private static String nameOf(RecordKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void add(Context ctx) {
        JsonBody body = JsonBody.of(ctx);
        NewUtterance pair = new NewUtterance(
                new AudioId(body.integer("audioId")), new TranscriptionId(body.integer("transcriptionId")));
        Utterance added = corpus.addUtterance().add(pair);
        Routes.answerCreated(ctx, added.id().reference(), Representation.of(added));
    }

    private Utterance find(Context ctx) {
        Reference reference = RecordPath.reference(ctx, RecordKind.UTTERANCE);
        return corpus.utterances()
                .find(new UtteranceId(reference.id()))
                .orElseThrow(() -> RecordPath.missing(reference.id(), RecordKind.UTTERANCE));
    }
}
