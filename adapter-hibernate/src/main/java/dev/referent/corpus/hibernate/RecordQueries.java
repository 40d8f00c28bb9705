package dev.referent.corpus.hibernate;

import dev.referent.corpus.Audio;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import dev.referent.corpus.UtteranceId;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.hibernate.Session;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;

/**
 * Reads recordings or transcriptions together with the utterances that use them, in at most two statements.
 *
 * @param <E> the entity of their table
 * @param <R> what a row is outside of the adapter
 */
final class RecordQueries<E, R> {
    private final Class<E> entity;
    private final ToLongFunction<E> id;
    private final BiFunction<E, Listing<UtteranceId>, R> record;
    private final ListQuery<E, Row> all;
    private final ListQuery<E, Row> one;
    private final UsesQuery uses;

    /**
     * Builds the queries.
     *
     * @param end the property of an utterance that refers to the records
     * @param id returns the id of a row
     * @param record makes a record of a row and of the utterances that use it
     */
    RecordQueries(
            HibernateCriteriaBuilder criteria,
            Class<E> entity,
            String end,
            ToLongFunction<E> id,
            BiFunction<E, Listing<UtteranceId>, R> record) {
        this.entity = entity;
        this.id = id;
        this.record = record;
        BiFunction<JpaCriteriaQuery<?>, JpaRoot<E>, List<Selection<?>>> selections = (query, row) -> {
            JpaSubQuery<Long> count = query.subquery(Long.class);
            Path<Long> used = ListQuery.id(count.from(UtteranceEntity.class), end);
            return List.of(row, count.select(criteria.count()).where(criteria.equal(used, row.get("id"))));
        };
        all = new ListQuery<>(criteria, entity, Row.class, selections);
        one = new ListQuery<>(criteria, entity, Row.class, selections, "id");
        uses = new UsesQuery(criteria, entity, end);
    }

    /** Returns the record with an id, if there is one. */
    Optional<R> find(Session session, long wanted) {
        List<Row> rows = one.read(session, new Page(1, 1), Map.of("id", wanted)).rows();
        return records(session, rows).stream().findFirst();
    }

    /** Returns one page of all records, in id order, and their total. */
    Listing<R> list(Session session, Page page) {
        ListQuery.Read<Row> read = all.read(session, page, Map.of());
        return Listing.of(records(session, read.rows()), page, read.counted());
    }

    private List<R> records(Session session, List<Row> rows) {
        List<Long> used =
                rows.stream().filter(row -> row.uses() > 0).map(this::idOf).toList();
        Map<Long, List<UtteranceId>> first = uses.first(session, used);
        return rows.stream()
                .map(row -> record.apply(
                        entity.cast(row.entity()),
                        Listing.first(first.getOrDefault(idOf(row), List.of()), Audio.MAX_IN_UTTERANCES, row.uses())))
                .toList();
    }

    private long idOf(Row row) {
        return id.applyAsLong(entity.cast(row.entity()));
    }

    /**
     * A row of the table.
     *
     * @param uses the number of utterances that use it
     */
    record Row(Object entity, long uses, long total) implements ListQuery.Row {}
}
