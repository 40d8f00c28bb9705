package dev.referent.corpus.mybatis;

import dev.referent.corpus.Reference;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.storage.StorageErrors;
import java.util.List;
import org.apache.ibatis.session.SqlSession;

/** Removes records. The database checks whether they are still referenced. */
final class MyBatisRemoval implements Removal {
    private final MyBatisTransactions transactions;

    MyBatisRemoval(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean remove(Reference record) {
        return transactions.write(session -> {
            boolean removed = delete(session, record);
            if (!MyBatisForeignKeyCheck.existing(session, record.kind(), List.of(record.id()))
                    .isEmpty()) {
                throw StorageErrors.notChanged();
            }
            return removed;
        });
    }

    private static boolean delete(SqlSession session, Reference record) {
        return switch (record.kind()) {
            case AUDIO -> session.getMapper(AudioMapper.class).delete(record.id());
            case TRANSCRIPTION -> session.getMapper(TranscriptionMapper.class).delete(record.id());
            case UTTERANCE -> session.getMapper(UtteranceMapper.class).delete(record.id());
        };
    }
}
