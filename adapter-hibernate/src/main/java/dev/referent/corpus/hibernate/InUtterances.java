package dev.referent.corpus.hibernate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Finds the utterances that use the records of a page, in one query. */
final class InUtterances {
    private final Map<Long, List<UtteranceId>> byRecord;

    private InUtterances(List<Use> uses) {
        byRecord = uses.stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /**
     * Runs the query.
     *
     * @param end the property of the utterance that refers to the records: audio or transcription
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

    /** The use of a record by an utterance. */
    record Use(long record, long utterance) {}
}
