package dev.referent.corpus.hibernate;

import dev.referent.corpus.RecordKind;
import java.util.List;
import org.hibernate.Session;

/**
 * The rows of one table in a session.
 *
 * @param session the session
 * @param type the table's entity
 */
record Rows<E>(Session session, Class<E> type) {

    /** Returns the rows of one kind of record. */
    static Rows<?> of(Session session, RecordKind kind) {
        return switch (kind) {
            case AUDIO -> new Rows<>(session, AudioEntity.class);
            case TRANSCRIPTION -> new Rows<>(session, TranscriptionEntity.class);
            case UTTERANCE -> new Rows<>(session, UtteranceEntity.class);
        };
    }

    /** Returns the ids that exist. */
    List<Long> existing(List<Long> ids) {
        return session.createSelectionQuery(
                        "select id from " + type.getSimpleName() + " where id in (:ids)", Long.class)
                .setParameterList("ids", ids)
                .getResultList();
    }

    /** Deletes a row. Returns false if there is no such row. */
    boolean delete(long id) {
        return session.createMutationQuery("delete from " + type.getSimpleName() + " where id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }
}
