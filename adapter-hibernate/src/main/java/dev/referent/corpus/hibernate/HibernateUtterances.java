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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Stores utterances. The database checks the foreign keys. */
final class HibernateUtterances implements Utterances {
    private static final String COUNT = "coalesce("
            + "(select cast(:limit as Long) from UtteranceEntity u %1$s order by u.id limit 1 offset :mostCounted), "
            + "(select count(*) from UtteranceEntity u %1$s))";
    private static final String PAGE = "select u.id, u.audio.id, u.transcription.id, a.id, t.id, " + COUNT
            + """
             from UtteranceEntity u
            left join AudioEntity a on a.id = u.audio.id
            left join TranscriptionEntity t on t.id = u.transcription.id
            %1$s order by u.id""";

    private final HibernateTransactions transactions;

    HibernateUtterances(HibernateTransactions transactions) {
        this.transactions = transactions;
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
        session.persist(row);
        return row.toUtterance();
    }

    @Override
    public Optional<Utterance> find(NewUtterance pair) {
        Map<String, Object> ends = Map.of(
                "audio",
                pair.audio().value(),
                "transcription",
                pair.transcription().value());
        return first("where u.audio.id = :audio and u.transcription.id = :transcription", ends);
    }

    @Override
    public Optional<Utterance> find(UtteranceId id) {
        return first("where u.id = :id", Map.of("id", id.value()));
    }

    private Optional<Utterance> first(String where, Map<String, Object> parameters) {
        return list(where, parameters, new Page(1, 1)).items().stream().findFirst();
    }

    @Override
    public Listing<Utterance> list(Page page) {
        return list("", Map.of(), page);
    }

    @Override
    public Listing<Utterance> using(Reference record, Page page) {
        return switch (record.kind()) {
            case AUDIO -> list("where u.audio.id = :record", Map.of("record", record.id()), page);
            case TRANSCRIPTION -> list("where u.transcription.id = :record", Map.of("record", record.id()), page);
            case UTTERANCE -> Listing.empty();
        };
    }

    private Listing<Utterance> list(String where, Map<String, Object> parameters, Page page) {
        return transactions.read(session -> {
            List<Row> rows = query(session, PAGE.formatted(where), Row.class, parameters, page)
                    .setFirstResult(page.offset())
                    .setMaxResults(page.size())
                    .getResultList();
            long counted = rows.isEmpty()
                    ? query(session, "select " + COUNT.formatted(where), Long.class, parameters, page)
                            .getSingleResult()
                    : rows.get(0).total();
            return Listing.of(rows.stream().map(Row::toUtterance).toList(), page, counted);
        });
    }

    private static <R> SelectionQuery<R> query(
            Session session, String hql, Class<R> result, Map<String, Object> parameters, Page page) {
        SelectionQuery<R> query = session.createSelectionQuery(hql, result)
                .setParameter("limit", page.countLimit())
                .setParameter("mostCounted", page.mostCounted());
        parameters.forEach(query::setParameter);
        return query;
    }

    /**
     * A row of the table.
     *
     * @param foundAudio the id of the recording; null if it has no row
     * @param foundTranscription the id of the transcription; null if it has no row
     * @param total the number of rows in the list that it was read for, at most {@link Page#countLimit()}
     */
    record Row(
            long id,
            long audio,
            long transcription,
            @Nullable Long foundAudio,
            @Nullable Long foundTranscription,
            long total) {

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
