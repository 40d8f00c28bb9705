package dev.referent.corpus.hibernate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.referent.corpus.Audio;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaCrossJoin;
import org.hibernate.query.criteria.JpaExpression;
import org.hibernate.query.criteria.JpaParameterExpression;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;

/** Finds the first utterances that use the records of a page. */
final class UsesQuery {
    private final JpaCriteriaQuery<Use> query;

    /**
     * Builds the query. Where a record has more uses than asked for, the subquery finds the last one asked for by an index; the
     * cross join makes SQLite begin with the records.
     *
     * @param entity the entity of the records
     * @param end the property of an utterance that refers to them: audio or transcription
     */
    UsesQuery(HibernateCriteriaBuilder criteria, Class<?> entity, String end) {
        query = criteria.createQuery(Use.class);
        JpaRoot<?> record = query.from(entity);
        JpaCrossJoin<UtteranceEntity> use = record.crossJoin(UtteranceEntity.class);
        JpaSubQuery<Long> lastUse = query.subquery(Long.class);
        JpaRoot<UtteranceEntity> other = lastUse.from(UtteranceEntity.class);
        lastUse.select(other.get("id")).where(criteria.equal(ListQuery.id(other, end), record.get("id")));
        lastUse.orderBy(List.of(criteria.asc(other.get("id"))));
        lastUse.offset(Audio.MAX_IN_UTTERANCES - 1).fetch(1);
        JpaExpression<Long> id = record.get("id");
        JpaParameterExpression<Long> first = criteria.parameter(Long.class, "firstRecord");
        JpaParameterExpression<Long> last = criteria.parameter(Long.class, "lastRecord");
        query.select(criteria.construct(Use.class, id, use.get("id")))
                .where(
                        criteria.equal(ListQuery.id(use, end), id),
                        criteria.between(id, first, last),
                        criteria.lessThanOrEqualTo(
                                use.get("id"), criteria.coalesce(lastUse, criteria.literal(Long.MAX_VALUE))))
                .orderBy(criteria.asc(id), criteria.asc(use.get("id")));
    }

    /**
     * Runs the query if there is anything to find.
     *
     * @param used the ids of those records of a page that are used, in their order
     * @return for each of them up to {@value Audio#MAX_IN_UTTERANCES} utterances, in id order
     */
    Map<Long, List<UtteranceId>> first(Session session, List<Long> used) {
        if (used.isEmpty()) {
            return Map.of();
        }
        return session
                .createSelectionQuery(query)
                .setParameter("firstRecord", used.get(0))
                .setParameter("lastRecord", used.get(used.size() - 1))
                .getResultList()
                .stream()
                .collect(groupingBy(Use::record, mapping(use -> new UtteranceId(use.utterance()), toList())));
    }

    /** The use of a record by an utterance. */
    record Use(long record, long utterance) {}
}
