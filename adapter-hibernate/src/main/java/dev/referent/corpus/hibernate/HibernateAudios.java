package dev.referent.corpus.hibernate;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.port.Audios;
import java.util.Optional;

/** Stores the rows of recordings. */
final class HibernateAudios implements Audios {
    private static final RecordQueries<AudioEntity, Audio> QUERIES =
            new RecordQueries<>(AudioEntity.class, "audio", AudioEntity::getId, AudioEntity::toAudio);

    private final HibernateTransactions transactions;

    HibernateAudios(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Audio add(NewAudio draft) {
        return transactions.write(session -> {
            AudioEntity row = new AudioEntity(draft);
            session.persist(row);
            return row.toAudio(Listing.empty());
        });
    }

    @Override
    public Optional<Audio> find(AudioId id) {
        return transactions.read(session -> QUERIES.find(session, id.value()));
    }

    @Override
    public Listing<Audio> list(Page page) {
        return transactions.read(session -> QUERIES.list(session, page));
    }
}
