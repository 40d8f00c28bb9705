package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Orders;
import dev.referent.hibernate.models.Orders.Category;
import dev.referent.hibernate.models.Orders.Line;
import dev.referent.hibernate.models.Orders.Note;
import dev.referent.hibernate.models.Orders.Order;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ideas of Hibernate's own tests, on databases that always had foreign keys: what a flush writes and deletes is in an
 * order that immediate keys accept, and what is rejected is converted. Each with and without batches.
 */
final class FlushTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("orders.db"));
    }

    private SessionFactory open(int batchSize) {
        return database.open(
                Map.of(
                        "hibernate.hbm2ddl.auto",
                        "create",
                        "hibernate.jdbc.batch_size",
                        batchSize,
                        "hibernate.order_inserts",
                        batchSize > 1,
                        "hibernate.order_updates",
                        batchSize > 1),
                Orders.entities());
    }

    private static Order stored(SessionFactory factory) {
        return factory.fromTransaction(session -> {
            Order order = new Order();
            for (int i = 0; i < 3; i++) {
                order.add(new Line());
                order.notes.add(new Note());
                order.categories.add(new Category());
            }
            session.persist(order);
            return order;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void storesChildrenAfterTheirParents(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            stored(factory);
        }
        assertThat(database.query("SELECT count(*) FROM Line NATURAL JOIN (SELECT id AS order_id FROM orders)"))
                .containsExactly("3");
        assertThat(database.query("SELECT count(*) FROM Note WHERE order_id = 1"))
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void deletesChildrenBeforeTheirParents(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            Long id = stored(factory).id;
            factory.inTransaction(session -> session.remove(session.find(Order.class, id)));
        }
        assertThat(database.query("SELECT id FROM Line UNION ALL SELECT id FROM Note UNION ALL SELECT id FROM orders"))
                .isEmpty();
        assertThat(database.query("SELECT count(*) FROM Category")).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void removesOrphansOfCollections(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            Long id = stored(factory).id;
            factory.inTransaction(session -> {
                Order order = session.find(Order.class, id);
                order.lines.remove(1);
                order.notes.remove(1);
                order.categories.clear();
            });
        }
        assertThat(database.query("SELECT count(*) FROM Line")).containsExactly("2");
        assertThat(database.query("SELECT count(*) FROM Note")).containsExactly("2");
        assertThat(database.query("SELECT count(*) FROM orders_Category")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void storesAndDeletesATreeOfOneTable(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            Category root = new Category();
            root.add(new Category()).add(new Category()).add(new Category());
            root.add(new Category());
            factory.inTransaction(session -> session.persist(root));
            assertThat(database.query("SELECT count(*) FROM Category")).containsExactly("5");

            factory.inTransaction(session -> session.remove(session.find(Category.class, root.id)));
        }
        assertThat(database.query("SELECT id FROM Category")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void isRejectedWhereAChildIsNotInTheSession(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            Order order = stored(factory);

            Throwable failure = catchThrowable(() -> factory.inTransaction(
                    session -> session.remove(session.find(Category.class, order.categories.get(0).id))));
            ConstraintViolationException violation = HibernateViolations.violation(failure);
            assertThat(violation.getSQL()).startsWith("delete from Category");
            assertThat(violation.getConstraintName()).startsWith("FK");
        }
        assertThat(database.query("SELECT count(*) FROM orders_Category")).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void isNoForeignKeyViolationWhereATriggerRaises(int batchSize) throws SQLException {
        try (SessionFactory factory = open(batchSize)) {
            database.execute(
                    "CREATE TRIGGER never BEFORE INSERT ON Category BEGIN SELECT RAISE(ABORT, 'no more'); END");

            Throwable failure = catchThrowable(() -> factory.inTransaction(session -> session.persist(new Category())));
            assertThat(failure).hasStackTraceContaining("no more");
            if (failure instanceof ConstraintViolationException violation) {
                assertThat(violation.getKind()).isNotEqualTo(ConstraintViolationException.ConstraintKind.FOREIGN_KEY);
            }
        }
    }
}
