package dev.referent.corpus.mybatis;

import static java.util.stream.Collectors.groupingBy;

import dev.referent.corpus.Audio;
import dev.referent.corpus.Listing;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.mybatis.UtteranceMapper.Use;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Finds the first utterances that use the records of a page, in one query. */
final class InUtterances {
    private final Map<Long, List<Use>> byRecord;

    /**
     * Runs the query.
     *
     * @param records the ids of the records
     * @param query returns the first uses of each record, up to a number, in order of the utterance ids
     */
    InUtterances(List<Long> records, BiFunction<List<Long>, Integer, List<Use>> query) {
        List<Use> uses = records.isEmpty() ? List.of() : query.apply(records, Audio.MAX_IN_UTTERANCES);
        byRecord = uses.stream().collect(groupingBy(Use::record));
    }

    /** Returns the first utterances that use the record, in id order, and their total. */
    Listing<UtteranceId> using(long record) {
        List<Use> uses = byRecord.getOrDefault(record, List.of());
        return new Listing<>(
                uses.stream().map(use -> new UtteranceId(use.utterance())).toList(),
                uses.isEmpty() ? 0 : uses.get(0).total());
    }
}
