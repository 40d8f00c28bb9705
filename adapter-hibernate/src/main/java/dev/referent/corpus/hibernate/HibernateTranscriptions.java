package dev.referent.corpus.hibernate;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.port.Transcriptions;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Stores transcriptions. */
final class HibernateTranscriptions implements Transcriptions {
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
        return transactions.read(session -> new Rows<>(session, TranscriptionEntity.class)
                .find(id.value())
                .map(row -> transcriptions(session, List.of(row)).get(0)));
    }

    @Override
    public Listing<Transcription> list(Page page) {
        return transactions.read(session -> {
            Rows<TranscriptionEntity> rows = new Rows<>(session, TranscriptionEntity.class);
            return new Listing<>(transcriptions(session, rows.page(page)), rows.count());
        });
    }

    private static List<Transcription> transcriptions(Session session, List<TranscriptionEntity> rows) {
        InUtterances uses = InUtterances.of(
                session,
                "transcription",
                rows.stream().map(TranscriptionEntity::getId).toList());
        return rows.stream()
                .map(row -> row.toTranscription(uses.using(row.getId())))
                .toList();
    }
}
