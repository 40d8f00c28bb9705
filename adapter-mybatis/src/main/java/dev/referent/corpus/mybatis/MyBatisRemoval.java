package dev.referent.corpus.mybatis;

import dev.referent.corpus.Reference;
import dev.referent.corpus.port.Removal;

/** Removes records. The database checks whether they are still referenced. */
final class MyBatisRemoval implements Removal {
    private final MyBatisTransactions transactions;

    MyBatisRemoval(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean remove(Reference record) {
        return transactions.write(session -> switch (record.kind()) {
            case AUDIO -> session.getMapper(AudioMapper.class).delete(record.id());
            case TRANSCRIPTION -> session.getMapper(TranscriptionMapper.class).delete(record.id());
            case UTTERANCE -> session.getMapper(UtteranceMapper.class).delete(record.id());
        });
    }
}
