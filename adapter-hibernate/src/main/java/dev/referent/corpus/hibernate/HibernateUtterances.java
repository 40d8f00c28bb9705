package dev.referent.corpus.hibernate;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Utterances;
import java.util.Optional;
import org.hibernate.Session;

/** Stores utterances. The database checks the foreign keys. */
final class HibernateUtterances implements Utterances {
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
        return transactions.read(session -> session.createSelectionQuery(
                        "from UtteranceEntity where audio.id = :audio and transcription.id = :transcription",
                        UtteranceEntity.class)
                .setParameter("audio", pair.audio().value())
                .setParameter("transcription", pair.transcription().value())
                .uniqueResultOptional()
                .map(UtteranceEntity::toUtterance));
    }

    @Override
    public Optional<Utterance> find(UtteranceId id) {
        return transactions.read(session ->
                new Rows<>(session, UtteranceEntity.class).find(id.value()).map(UtteranceEntity::toUtterance));
    }

    @Override
    public Listing<Utterance> list(Page page) {
        return transactions.read(session -> {
            Rows<UtteranceEntity> rows = new Rows<>(session, UtteranceEntity.class);
            return new Listing<>(
                    rows.page(page).stream().map(UtteranceEntity::toUtterance).toList(), rows.count());
        });
    }

    @Override
    public Listing<Utterance> using(Reference record, Page page) {
        return switch (record.kind()) {
            case AUDIO -> using("audio", record.id(), page);
            case TRANSCRIPTION -> using("transcription", record.id(), page);
            case UTTERANCE -> Listing.empty();
        };
    }

    private Listing<Utterance> using(String end, long id, Page page) {
        String from = "from UtteranceEntity where " + end + ".id = :record";
        return transactions.read(session -> new Listing<>(
                session
                        .createSelectionQuery(from + " order by id", UtteranceEntity.class)
                        .setParameter("record", id)
                        .setFirstResult(page.offset())
                        .setMaxResults(page.size())
                        .getResultList()
                        .stream()
                        .map(UtteranceEntity::toUtterance)
                        .toList(),
                session.createSelectionQuery("select count(*) " + from, Long.class)
                        .setParameter("record", id)
                        .getSingleResult()));
    }
}
