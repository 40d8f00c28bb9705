package dev.referent.corpus.hibernate;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Utterances;
import jakarta.persistence.criteria.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.query.common.JoinType;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaEntityJoin;
import org.hibernate.query.criteria.JpaRoot;
import org.jspecify.annotations.Nullable;

/** Stores utterances. The database checks the foreign keys. */
final class HibernateUtterances implements Utterances {
    private final HibernateTransactions transactions;
    private final ListQuery<UtteranceEntity, Row> all;
    private final ListQuery<UtteranceEntity, Row> withId;
    private final ListQuery<UtteranceEntity, Row> ofPair;
    private final ListQuery<UtteranceEntity, Row> usingAudio;
    private final ListQuery<UtteranceEntity, Row> usingTranscription;

    HibernateUtterances(HibernateTransactions transactions, HibernateCriteriaBuilder criteria) {
        this.transactions = transactions;
        this.all = query(criteria);
        this.withId = query(criteria, "id");
        this.ofPair = query(criteria, "audio", "transcription");
        this.usingAudio = query(criteria, "audio");
        this.usingTranscription = query(criteria, "transcription");
    }

    private static ListQuery<UtteranceEntity, Row> query(HibernateCriteriaBuilder criteria, String... properties) {
        return new ListQuery<>(
                criteria,
                UtteranceEntity.class,
                Row.class,
                (query, utterance) -> List.of(
                        utterance.get("id"),
                        ListQuery.id(utterance, "audio"),
                        ListQuery.id(utterance, "transcription"),
                        found(criteria, utterance, AudioEntity.class, "audio"),
                        found(criteria, utterance, TranscriptionEntity.class, "transcription")),
                properties);
    }

    /** Returns the id of the parent row; null if there is none. */
    private static <P> Path<Long> found(
            HibernateCriteriaBuilder criteria, JpaRoot<UtteranceEntity> utterance, Class<P> parent, String reference) {
        JpaEntityJoin<UtteranceEntity, P> row = utterance.join(parent, JoinType.LEFT);
        row.on(criteria.equal(row.get("id"), ListQuery.id(utterance, reference)));
        return row.get("id");
    }

    @Override
    public Utterance add(NewUtterance draft) {
        return transactions.write(session -> insert(session, draft));
    }

    private static Utterance insert(Session session, NewUtterance draft) {
        UtteranceEntity row = new UtteranceEntity(
                session.getReference(AudioEntity.class, draft.audio().value()),
                session.getReference(
                        TranscriptionEntity.class, draft.transcription().value()));
        StoredRow.insert(session, row, "utterance", () -> row.toUtterance().id().value());
        return row.toUtterance();
    }

    @Override
    public Optional<Utterance> find(NewUtterance pair) {
        return first(
                ofPair,
                Map.of(
                        "audio",
                        pair.audio().value(),
                        "transcription",
                        pair.transcription().value()));
    }

    @Override
    public Optional<Utterance> find(UtteranceId id) {
        return first(withId, Map.of("id", id.value()));
    }

    private Optional<Utterance> first(ListQuery<UtteranceEntity, Row> query, Map<String, Long> parameters) {
        return list(query, parameters, new Page(1, 1)).items().stream().findFirst();
    }

    @Override
    public Listing<Utterance> list(Page page) {
        return list(all, Map.of(), page);
    }

    @Override
    public Listing<Utterance> using(Reference record, Page page) {
        return switch (record.kind()) {
            case AUDIO -> list(usingAudio, Map.of("audio", record.id()), page);
            case TRANSCRIPTION -> list(usingTranscription, Map.of("transcription", record.id()), page);
            case UTTERANCE -> Listing.empty();
        };
    }

    private Listing<Utterance> list(ListQuery<UtteranceEntity, Row> query, Map<String, Long> parameters, Page page) {
        return transactions.read(session -> {
            ListQuery.Read<Row> read = query.read(session, page, parameters);
            return Listing.of(read.rows().stream().map(Row::toUtterance).toList(), page, read.counted());
        });
    }

    /**
     * A row of the table.
     *
     * @param foundAudio the id of the recording; null if it has no row
     * @param foundTranscription the id of the transcription; null if it has no row
     */
    record Row(
            long id,
            long audio,
            long transcription,
            @Nullable Long foundAudio,
            @Nullable Long foundTranscription,
            long total)
            implements ListQuery.Row {

        Utterance toUtterance() {
            AudioId audioId = new AudioId(audio);
            TranscriptionId transcriptionId = new TranscriptionId(transcription);
            Set<Reference> missing = new HashSet<>();
            if (foundAudio == null) {
                missing.add(audioId.reference());
            }
            if (foundTranscription == null) {
                missing.add(transcriptionId.reference());
            }
            return new Utterance(new UtteranceId(id), audioId, transcriptionId, missing);
        }
    }
}
