package dev.referent.corpus.mybatis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.mybatis.UtteranceMapper.Use;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the utterances that use the records of a page, in one query. */
final class InUtterances {
    private final Map<Long, List<UtteranceId>> byRecord;

    /**
     * Runs the query.
     *
     * @param records the ids of the records
     * @param query returns the uses of records, in order of the utterance ids
     */
    InUtterances(List<Long> records, Function<List<Long>, List<Use>> query) {
        List<Use> uses = records.isEmpty() ? List.of() : query.apply(records);
        byRecord = uses.stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /** Returns the utterances that use the record, in id order. */
    List<UtteranceId> using(long record) {
        return byRecord.getOrDefault(record, List.of());
    }
}
