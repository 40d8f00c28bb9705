package dev.referent.corpus.mybatis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.Audio;
import dev.referent.corpus.Listing;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.mybatis.UtteranceMapper.Use;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.session.SqlSession;

/** Finds the first utterances that use the records of a page, in at most one query. */
final class InUtterances {
    private final Map<Long, List<UtteranceId>> byRecord;

    private InUtterances(List<Use> uses) {
        byRecord = uses.stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /**
     * Runs the query.
     *
     * @param table the table of the records: audio or transcription
     * @param used the ids of those records of a page that are used, in their order
     */
    static InUtterances of(SqlSession session, String table, List<Long> used) {
        if (used.isEmpty()) {
            return new InUtterances(List.of());
        }
        long last = used.get(used.size() - 1);
        return new InUtterances(session.getMapper(UtteranceMapper.class)
                .firstUses(table, used.get(0), last, Audio.MAX_IN_UTTERANCES - 1));
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
}
