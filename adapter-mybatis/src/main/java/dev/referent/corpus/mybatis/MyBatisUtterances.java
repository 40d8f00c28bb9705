package dev.referent.corpus.mybatis;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Utterances;
import dev.referent.corpus.storage.StorageErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Stores utterances. The database checks the foreign keys. */
final class MyBatisUtterances implements Utterances {
    private final MyBatisTransactions transactions;

    MyBatisUtterances(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Utterance add(NewUtterance draft) {
        GeneratedId id = new GeneratedId();
        return transactions.write(session -> {
            StorageErrors.requireChanged(
                    session.getMapper(UtteranceMapper.class).insert(draft, id));
            MyBatisForeignKeyCheck.requireStored(session, RecordKind.UTTERANCE, id.value());
            return new Utterance(new UtteranceId(id.value()), draft.audio(), draft.transcription());
        });
    }

    @Override
    public Optional<Utterance> find(NewUtterance pair) {
        return transactions.read(
                session -> session.getMapper(UtteranceMapper.class).pair(pair).map(UtteranceMapper.Row::toUtterance));
    }

    @Override
    public Optional<Utterance> find(UtteranceId id) {
        return transactions.read(session ->
                session.getMapper(UtteranceMapper.class).find(id.value()).map(UtteranceMapper.Row::toUtterance));
    }

    @Override
    public Listing<Utterance> list(Page page) {
        return transactions.read(session -> {
            UtteranceMapper mapper = session.getMapper(UtteranceMapper.class);
            return listing(page, mapper.page(page), () -> mapper.count(page));
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

    private Listing<Utterance> using(String table, long id, Page page) {
        return transactions.read(session -> {
            UtteranceMapper mapper = session.getMapper(UtteranceMapper.class);
            return listing(page, mapper.using(table, id, page), () -> mapper.countUsing(table, id, page));
        });
    }

    private static Listing<Utterance> listing(Page page, List<UtteranceMapper.Row> rows, LongSupplier count) {
        return Listing.of(
                rows.stream().map(UtteranceMapper.Row::toUtterance).toList(),
                page,
                rows.isEmpty() ? count.getAsLong() : rows.get(0).total());
    }
}
