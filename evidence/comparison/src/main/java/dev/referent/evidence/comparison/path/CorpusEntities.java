package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Performs operations on recordings, transcriptions and utterances as entities. */
final class CorpusEntities {
    private static final Map<String, Class<?>> TYPES =
            Map.of("audio", Audio.class, "transcription", Transcription.class, "utterance", Utterance.class);

    private final Session session;

    CorpusEntities(Session session) {
        this.session = session;
    }

    /**
     * Persists a new row, or finds a row and changes or removes it.
     *
     * @return false if no entity can represent the operation; nothing was done
     */
    boolean run(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            return persist(insert.table().name(), insert.values());
        }
        if (operation instanceof Operation.Update update) {
            return change(update);
        }
        return operation instanceof Operation.Delete delete && remove(delete);
    }

    private boolean persist(String table, List<@Nullable Object> row) {
        if (!TYPES.containsKey(table) || !(row.get(0) instanceof Integer id)) {
            return false;
        }
        session.persist(
                switch (table) {
                    case "audio" -> new Audio(id, text(row.get(1)));
                    case "transcription" -> new Transcription(id, text(row.get(1)));
                    default ->
                        new Utterance(
                                id, reference(Audio.class, row.get(1)), reference(Transcription.class, row.get(2)));
                });
        return true;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Returns a reference without a query, as a program does that knows the id. */
    private <T> @Nullable T reference(Class<T> type, @Nullable Object id) {
        return id == null ? null : session.getReference(type, id);
    }

    private boolean change(Operation.Update update) {
        if (!update.table().name().equals("utterance")) {
            return false;
        }
        Utterance found = session.find(Utterance.class, update.id());
        if (found != null && update.column().equals("audio_id")) {
            found.setAudio(reference(Audio.class, update.value()));
        } else if (found != null) {
            found.setTranscription(reference(Transcription.class, update.value()));
        }
        return true;
    }

    private boolean remove(Operation.Delete delete) {
        Class<?> type = TYPES.get(delete.table().name());
        if (type == null) {
            return false;
        }
        Object found = session.find(type, delete.id());
        if (found != null) {
            session.remove(found);
        }
        return true;
    }
}
