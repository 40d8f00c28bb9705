package dev.referent.corpus.hibernate;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.port.Audios;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Stores the rows of recordings. */
final class HibernateAudios implements Audios {
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
        return transactions.read(session -> new Rows<>(session, AudioEntity.class)
                .find(id.value())
                .map(row -> audios(session, List.of(row)).get(0)));
    }

    @Override
    public Listing<Audio> list(Page page) {
        return transactions.read(session -> {
            Rows<AudioEntity> rows = new Rows<>(session, AudioEntity.class);
            return new Listing<>(audios(session, rows.page(page)), rows.count());
        });
    }

    private static List<Audio> audios(Session session, List<AudioEntity> rows) {
        InUtterances uses = InUtterances.of(
                session, "audio", rows.stream().map(AudioEntity::getId).toList());
        return rows.stream().map(row -> row.toAudio(uses.using(row.getId()))).toList();
    }
}
