package dev.referent.corpus.hibernate;

import dev.referent.corpus.Page;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaExpression;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;

/**
 * Reads a page of those rows of a table whose properties have given values, in id order, and the number of all such rows, in one
 * statement. It is built once, by criteria: to parse this much HQL takes a new JVM half a second.
 *
 * @param <E> the entity of the table
 * @param <R> a record that holds what is read of a row and, last, the number of all
 */
final class ListQuery<E, R extends ListQuery.Row> {
    private final HibernateCriteriaBuilder criteria;
    private final Class<E> entity;
    private final List<String> properties;
    private final JpaCriteriaQuery<R> rows;
    private final JpaCriteriaQuery<Long> count;

    /**
     * Builds the query.
     *
     * @param selections returns what is read of a row
     * @param properties id, or the names of references
     */
    ListQuery(
            HibernateCriteriaBuilder criteria,
            Class<E> entity,
            Class<R> row,
            BiFunction<JpaCriteriaQuery<?>, JpaRoot<E>, List<Selection<?>>> selections,
            String... properties) {
        this.criteria = criteria;
        this.entity = entity;
        this.properties = List.of(properties);
        rows = criteria.createQuery(row);
        JpaRoot<E> root = rows.from(entity);
        List<Selection<?>> selected = new ArrayList<>(selections.apply(rows, root));
        selected.add(countUpToLimit(rows));
        rows.select(criteria.construct(row, selected)).where(conditions(root)).orderBy(criteria.asc(root.get("id")));
        count = criteria.createQuery(Long.class);
        count.select(countUpToLimit(count));
    }

    /** Returns the path of an id, or of the id to which a reference refers. */
    static Path<Long> id(Path<?> row, String property) {
        return property.equals("id") ? row.get("id") : row.get(property).get("id");
    }

    private List<Predicate> conditions(JpaRoot<E> row) {
        return properties.stream()
                .<Predicate>map(name -> criteria.equal(id(row, name), criteria.parameter(Long.class, name)))
                .toList();
    }

    /** Where there are more rows than are counted, an index finds the last one counted. */
    private JpaExpression<Long> countUpToLimit(JpaCriteriaQuery<?> query) {
        JpaSubQuery<Long> limit = query.subquery(Long.class);
        JpaRoot<E> last = limit.from(entity);
        limit.select(criteria.parameter(Long.class, "limit")).where(conditions(last));
        limit.orderBy(List.of(criteria.asc(last.get("id"))));
        limit.offset((JpaExpression<Integer>) criteria.parameter(Integer.class, "mostCounted"))
                .fetch(1);
        JpaSubQuery<Long> all = query.subquery(Long.class);
        all.select(criteria.count()).where(conditions(all.from(entity)));
        return criteria.coalesce(limit, all);
    }

    /**
     * Reads a page.
     *
     * @param values the values of the properties, by their names
     */
    Read<R> read(Session session, Page page, Map<String, Long> values) {
        List<R> read = query(session, rows, page, values)
                .setFirstResult(page.offset())
                .setMaxResults(page.size())
                .getResultList();
        long counted = read.isEmpty()
                ? query(session, count, page, values).getSingleResult()
                : read.get(0).total();
        return new Read<>(read, counted);
    }

    private static <T> SelectionQuery<T> query(
            Session session, JpaCriteriaQuery<T> built, Page page, Map<String, Long> values) {
        SelectionQuery<T> query = session.createSelectionQuery(built)
                .setParameter("limit", (long) page.countLimit())
                .setParameter("mostCounted", page.mostCounted());
        values.forEach(query::setParameter);
        return query;
    }

    /** What is read of a row. */
    interface Row {
        /** Returns the number of all rows, at most {@link Page#countLimit()}. */
        long total();
    }

    /**
     * A page.
     *
     * @param counted the number of all rows, at most {@link Page#countLimit()}
     */
    record Read<R>(List<R> rows, long counted) {}
}
