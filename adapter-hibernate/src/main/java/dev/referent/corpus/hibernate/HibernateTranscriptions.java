package dev.referent.corpus.hibernate;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.port.Transcriptions;
import java.util.Optional;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/** Stores transcriptions. */
final class HibernateTranscriptions implements Transcriptions {
    private final HibernateTransactions transactions;
    private final RecordQueries<TranscriptionEntity, Transcription> queries;

    HibernateTranscriptions(HibernateTransactions transactions, HibernateCriteriaBuilder criteria) {
        this.transactions = transactions;
        this.queries = new RecordQueries<>(
                criteria,
                TranscriptionEntity.class,
                "transcription",
                TranscriptionEntity::getId,
                TranscriptionEntity::toTranscription);
    }

    @Override
    public Transcription add(NewTranscription draft) {
        return transactions.write(session -> {
            TranscriptionEntity row = new TranscriptionEntity(draft);
            StoredRow.insert(session, row, "transcription", row::getId);
            return row.toTranscription(Listing.empty());
        });
    }

    @Override
    public Optional<Transcription> find(TranscriptionId id) {
        return transactions.read(session -> queries.find(session, id.value()));
    }

    @Override
    public Listing<Transcription> list(Page page) {
        return transactions.read(session -> queries.list(session, page));
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
