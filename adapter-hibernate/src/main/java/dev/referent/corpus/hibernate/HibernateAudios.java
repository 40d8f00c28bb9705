package dev.referent.corpus.hibernate;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.port.Audios;
import java.util.Optional;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/** Stores the rows of recordings. */
final class HibernateAudios implements Audios {
    private final HibernateTransactions transactions;
    private final RecordQueries<AudioEntity, Audio> queries;

    HibernateAudios(HibernateTransactions transactions, HibernateCriteriaBuilder criteria) {
        this.transactions = transactions;
        this.queries =
                new RecordQueries<>(criteria, AudioEntity.class, "audio", AudioEntity::getId, AudioEntity::toAudio);
    }

    @Override
    public Audio add(NewAudio draft) {
        return transactions.write(session -> {
            AudioEntity row = new AudioEntity(draft);
            StoredRow.insert(session, row, "audio", row::getId);
            return row.toAudio(Listing.empty());
        });
    }

    @Override
    public Optional<Audio> find(AudioId id) {
        return transactions.read(session -> queries.find(session, id.value()));
    }

    @Override
    public Listing<Audio> list(Page page) {
        return transactions.read(session -> queries.list(session, page));
    }
}
