package dev.referent.corpus.mybatis;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.storage.StorageErrors;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.session.SqlSession;

/** Stores the rows of recordings. */
final class MyBatisAudios implements Audios {
    private final MyBatisTransactions transactions;

    MyBatisAudios(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Audio add(NewAudio draft) {
        GeneratedId id = new GeneratedId();
        return transactions.write(session -> {
            StorageErrors.requireChanged(session.getMapper(AudioMapper.class).insert(draft, id));
            MyBatisForeignKeyCheck.requireStored(session, RecordKind.AUDIO, id.value());
            return new Audio(
                    new AudioId(id.value()), draft.name(), draft.storedName(), draft.createdAt(), Listing.empty());
        });
    }

    @Override
    public Optional<Audio> find(AudioId id) {
        return transactions.read(session -> session.getMapper(AudioMapper.class)
                .find(id.value())
                .map(row -> audios(session, List.of(row)).get(0)));
    }

    @Override
    public Listing<Audio> list(Page page) {
        return transactions.read(session -> {
            AudioMapper mapper = session.getMapper(AudioMapper.class);
            List<AudioMapper.Row> rows = mapper.page(page);
            long counted = rows.isEmpty() ? mapper.count(page) : rows.get(0).total();
            return Listing.of(audios(session, rows), page, counted);
        });
    }

    private static List<Audio> audios(SqlSession session, List<AudioMapper.Row> rows) {
        InUtterances uses = InUtterances.of(
                session,
                "audio",
                rows.stream()
                        .filter(row -> row.uses() > 0)
                        .map(AudioMapper.Row::id)
                        .toList());
        return rows.stream()
                .map(row -> row.toAudio(uses.using(row.id(), row.uses())))
                .toList();
    }
}
