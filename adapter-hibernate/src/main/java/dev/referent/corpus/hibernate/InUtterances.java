package dev.referent.corpus.hibernate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.Audio;
import dev.referent.corpus.Listing;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Finds the first utterances that use the records of a page, in at most one query. */
final class InUtterances {
    /**
     * Where a record has more uses than asked for, the subquery finds the last one asked for by an index; the cross join makes
     * SQLite begin with the records.
     */
    private static final String FIRST_USES =
            """
            select r.id, u.id from %1$s r cross join UtteranceEntity u
            where u.%2$s.id = r.id and r.id between :firstRecord and :lastRecord and u.id <= coalesce(
                (select x.id from UtteranceEntity x where x.%2$s.id = r.id order by x.id limit 1 offset :before), :last)
            order by r.id, u.id
            """;

    private final Map<Long, List<UtteranceId>> byRecord;

    private InUtterances(List<Use> uses) {
        byRecord = uses.stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /**
     * Runs the query.
     *
     * @param entity the entity of the records
     * @param end the property of an utterance that refers to them: audio or transcription
     * @param used the ids of those records of a page that are used, in their order
     */
    static InUtterances of(Session session, String entity, String end, List<Long> used) {
        if (used.isEmpty()) {
            return new InUtterances(List.of());
        }
        return new InUtterances(session.createSelectionQuery(FIRST_USES.formatted(entity, end), Use.class)
                .setParameter("firstRecord", used.get(0))
                .setParameter("lastRecord", used.get(used.size() - 1))
                .setParameter("before", Audio.MAX_IN_UTTERANCES - 1)
                .setParameter("last", Long.MAX_VALUE)
                .getResultList());
    }

    /**
     * Returns the first utterances that use the record, in id order, and their total.
     *
     * @param record the id of the record
     * @param total the number of utterances that use it
     */
    Listing<UtteranceId> using(long record, long total) {
        return Listing.first(byRecord.getOrDefault(record, List.of()), Audio.MAX_IN_UTTERANCES, total);
    }

    /** The use of a record by an utterance. */
    record Use(long record, long utterance) {}
}
