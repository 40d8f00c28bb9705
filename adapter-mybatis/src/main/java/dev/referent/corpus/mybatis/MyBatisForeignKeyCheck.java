package dev.referent.corpus.mybatis;

import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.storage.Chunks;
import dev.referent.corpus.storage.StorageErrors;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.ibatis.session.SqlSession;

/** Finds the references that have no parent row. */
final class MyBatisForeignKeyCheck implements ForeignKeyCheck {
    private final MyBatisTransactions transactions;

    MyBatisForeignKeyCheck(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<Reference> missing(Collection<Reference> references) {
        Set<Reference> missing = new LinkedHashSet<>(references);
        return transactions.read(session -> {
            for (RecordKind kind : RecordKind.values()) {
                List<Long> ids = missing.stream()
                        .filter(reference -> reference.kind() == kind)
                        .map(Reference::id)
                        .toList();
                Chunks.query(ids, some -> existing(session, kind, some))
                        .forEach(id -> missing.remove(new Reference(kind, id)));
            }
            return missing;
        });
    }

    /**
     * Checks that a row is stored after it was inserted, because a trigger may have deleted it.
     *
     * @throws dev.referent.corpus.StorageUnavailableException if it is not
     */
    static void requireStored(SqlSession session, RecordKind kind, long id) {
        StorageErrors.requireChanged(existing(session, kind, List.of(id)).size());
    }

    /** Returns the ids that exist. */
    static List<Long> existing(SqlSession session, RecordKind kind, List<Long> ids) {
        return switch (kind) {
            case AUDIO -> session.getMapper(AudioMapper.class).existing(ids);
            case TRANSCRIPTION -> session.getMapper(TranscriptionMapper.class).existing(ids);
            case UTTERANCE -> session.getMapper(UtteranceMapper.class).existing(ids);
        };
    }
}
