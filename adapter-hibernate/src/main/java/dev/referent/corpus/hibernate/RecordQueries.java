package dev.referent.corpus.hibernate;

import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.hibernate.Session;

/**
 * Reads recordings or transcriptions together with the utterances that use them, in at most two statements.
 *
 * @param entity the entity of their table
 * @param end the property of an utterance that refers to them
 * @param id returns the id of a row
 * @param record makes a record of a row and of the utterances that use it
 */
record RecordQueries<E, R>(
        Class<E> entity, String end, ToLongFunction<E> id, BiFunction<E, Listing<UtteranceId>, R> record) {

    private static final String USES = "(select count(*) from UtteranceEntity u where u.%2$s.id = r.id)";
    private static final String COUNT = "coalesce("
            + "(select cast(:limit as Long) from %1$s x order by x.id limit 1 offset :mostCounted), "
            + "(select count(*) from %1$s))";
    private static final String FIND = "select r, " + USES + ", 1L from %1$s r where r.id = :id";
    private static final String PAGE = "select r, " + USES + ", " + COUNT + " from %1$s r order by r.id";

    /** Returns the record with an id, if there is one. */
    Optional<R> find(Session session, long wanted) {
        List<Row> rows = session.createSelectionQuery(hql(FIND), Row.class)
                .setParameter("id", wanted)
                .getResultList();
        return records(session, rows).stream().findFirst();
    }

    /** Returns one page of all records, in id order, and their total. */
    Listing<R> list(Session session, Page page) {
        List<Row> rows = session.createSelectionQuery(hql(PAGE), Row.class)
                .setParameter("limit", page.countLimit())
                .setParameter("mostCounted", page.mostCounted())
                .setFirstResult(page.offset())
                .setMaxResults(page.size())
                .getResultList();
        return Listing.of(
                records(session, rows),
                page,
                rows.isEmpty() ? count(session, page) : rows.get(0).total());
    }

    private long count(Session session, Page page) {
        return session.createSelectionQuery(hql("select " + COUNT), Long.class)
                .setParameter("limit", page.countLimit())
                .setParameter("mostCounted", page.mostCounted())
                .getSingleResult();
    }

    private List<R> records(Session session, List<Row> rows) {
        List<Long> used =
                rows.stream().filter(row -> row.uses() > 0).map(this::idOf).toList();
        InUtterances uses = InUtterances.of(session, entity.getSimpleName(), end, used);
        return rows.stream()
                .map(row -> record.apply(entity.cast(row.entity()), uses.using(idOf(row), row.uses())))
                .toList();
    }

    private long idOf(Row row) {
        return id.applyAsLong(entity.cast(row.entity()));
    }

    private String hql(String template) {
        return template.formatted(entity.getSimpleName(), end);
    }

    /**
     * A row of the table.
     *
     * @param uses the number of utterances that use it
     * @param total the number of rows in the list that it was read for, at most {@link Page#countLimit()}
     */
    record Row(Object entity, long uses, long total) {}
}
