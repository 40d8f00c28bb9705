package dev.referent.corpus.mybatis;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.storage.StorageErrors;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.session.SqlSession;

/** Stores transcriptions. */
final class MyBatisTranscriptions implements Transcriptions {
    private final MyBatisTransactions transactions;

    MyBatisTranscriptions(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Transcription add(NewTranscription draft) {
        GeneratedId id = new GeneratedId();
        return transactions.write(session -> {
            StorageErrors.requireChanged(
                    session.getMapper(TranscriptionMapper.class).insert(draft, id));
            MyBatisForeignKeyCheck.requireStored(session, RecordKind.TRANSCRIPTION, id.value());
            return new Transcription(
                    new TranscriptionId(id.value()),
                    draft.name(),
                    draft.fileName(),
                    draft.text(),
                    draft.createdAt(),
                    Listing.empty());
        });
    }

    @Override
    public Optional<Transcription> find(TranscriptionId id) {
        return transactions.read(session -> session.getMapper(TranscriptionMapper.class)
                .find(id.value())
                .map(row -> transcriptions(session, List.of(row)).get(0)));
    }

    @Override
    public Listing<Transcription> list(Page page) {
        return transactions.read(session -> {
            TranscriptionMapper mapper = session.getMapper(TranscriptionMapper.class);
            List<TranscriptionMapper.Row> rows = mapper.page(page);
            long counted = rows.isEmpty() ? mapper.count(page) : rows.get(0).total();
            return Listing.of(transcriptions(session, rows), page, counted);
        });
    }

    @Override
    public long textBytes(Page page) {
        return transactions.read(
                session -> session.getMapper(TranscriptionMapper.class).textBytes(page));
    }

    private static List<Transcription> transcriptions(SqlSession session, List<TranscriptionMapper.Row> rows) {
        InUtterances uses = InUtterances.of(
                session,
                "transcription",
                rows.stream()
                        .filter(row -> row.uses() > 0)
                        .map(TranscriptionMapper.Row::id)
                        .toList());
        return rows.stream()
                .map(row -> row.toTranscription(uses.using(row.id(), row.uses())))
                .toList();
    }
}
