package dev.referent.corpus.hibernate;

import static java.util.stream.Collectors.groupingBy;

import dev.referent.corpus.Audio;
import dev.referent.corpus.Listing;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Finds the first utterances that use the records of a page, in one query. */
final class InUtterances {
    private static final String FIRST_USES =
            """
            select used.record, used.utterance, used.total from (
                select u.%1$s.id as record, u.id as utterance,
                       row_number() over (partition by u.%1$s.id order by u.id) as place,
                       count(*) over (partition by u.%1$s.id) as total
                from UtteranceEntity u where u.%1$s.id in (:records)
            ) used where used.place <= :max order by used.utterance
            """;

    private final Map<Long, List<Use>> byRecord;

    private InUtterances(List<Use> uses) {
        byRecord = uses.stream().collect(groupingBy(Use::record));
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
        return new InUtterances(session.createSelectionQuery(FIRST_USES.formatted(end), Use.class)
                .setParameterList("records", records)
                .setParameter("max", Audio.MAX_IN_UTTERANCES)
                .getResultList());
    }

    /** Returns the first utterances that use the record, in id order, and their total. */
    Listing<UtteranceId> using(long record) {
        List<Use> uses = byRecord.getOrDefault(record, List.of());
        return new Listing<>(
                uses.stream().map(use -> new UtteranceId(use.utterance())).toList(),
                uses.isEmpty() ? 0 : uses.get(0).total());
    }

    /** The use of a record by an utterance, and how many utterances use the record. */
    record Use(long record, long utterance, long total) {}
}
