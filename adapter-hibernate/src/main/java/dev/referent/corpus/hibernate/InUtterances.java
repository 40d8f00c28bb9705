package dev.referent.corpus.hibernate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Tells which utterances use a record, for a whole page in one query. */
final class InUtterances {
    private final Map<Long, List<UtteranceId>> byRecord;

    private InUtterances(List<Use> uses) {
        byRecord = uses.stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /**
     * Asks.
     *
     * @param end which end of an utterance the records are: audio or transcription
     */
    static InUtterances of(Session session, String end, List<Long> records) {
        if (records.isEmpty()) {
            return new InUtterances(List.of());
        }
        return new InUtterances(session.createSelectionQuery(
                        "select u.%1$s.id, u.id from UtteranceEntity u where u.%1$s.id in (:records) order by u.id"
                                .formatted(end),
                        Use.class)
                .setParameterList("records", records)
                .getResultList());
    }

    /** Returns the utterances that use the record, in id order. */
    List<UtteranceId> using(long record) {
        return byRecord.getOrDefault(record, List.of());
    }

    /** That an utterance uses a record. */
    record Use(long record, long utterance) {}
}
