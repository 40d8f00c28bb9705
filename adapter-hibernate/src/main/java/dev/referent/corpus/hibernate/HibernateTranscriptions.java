package dev.referent.corpus.hibernate;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.port.Transcriptions;
import java.util.Optional;

/** Stores transcriptions. */
final class HibernateTranscriptions implements Transcriptions {
    private static final RecordQueries<TranscriptionEntity, Transcription> QUERIES = new RecordQueries<>(
            TranscriptionEntity.class,
            "transcription",
            TranscriptionEntity::getId,
            TranscriptionEntity::toTranscription);

    private final HibernateTransactions transactions;

    HibernateTranscriptions(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Transcription add(NewTranscription draft) {
        return transactions.write(session -> {
            TranscriptionEntity row = new TranscriptionEntity(draft);
            session.persist(row);
            return row.toTranscription(Listing.empty());
        });
    }

    @Override
    public Optional<Transcription> find(TranscriptionId id) {
        return transactions.read(session -> QUERIES.find(session, id.value()));
    }

    @Override
    public Listing<Transcription> list(Page page) {
        return transactions.read(session -> QUERIES.list(session, page));
    }

    @Override
    public long textBytes(Page page) {
        return transactions.read(session -> session
                .createSelectionQuery("select octet_length(text) from TranscriptionEntity order by id", Integer.class)
                .setFirstResult(page.offset())
                .setMaxResults(page.size())
                .getResultList()
                .stream()
                .mapToLong(Integer::longValue)
                .sum());
    }
}
