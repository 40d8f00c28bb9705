package dev.referent.docs.ways;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Libraries that use a DataSource, each with its own transactions; the program catches the failure inside them. */
final class OnTopWays {
    private OnTopWays() {}

    static List<Way> all() {
        return List.of(
                spring("Spring JDBC", template -> template.update(JdbcWays.BOGUS, 99)),
                spring("Spring JDBC, deferred key", template -> template.update(JdbcWays.DEFERRED)),
                jooq("jOOQ", jooq -> jooq.execute(JdbcWays.BOGUS, 99)),
                jooq("jOOQ, deferred key", jooq -> jooq.execute(JdbcWays.DEFERRED)),
                jdbi("Jdbi", handle -> handle.execute(JdbcWays.BOGUS, 99)),
                jdbi("Jdbi, deferred key", handle -> handle.execute(JdbcWays.DEFERRED)));
    }

    private static Way spring(String name, Consumer<JdbcTemplate> write) {
        return new Way(name, 1, (database, attempt) -> {
            DataSource source = database.source();
            JdbcTemplate template = new JdbcTemplate(source);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
            attempt.commit(() -> transaction.executeWithoutResult(status -> {
                template.update(Way.GOOD);
                attempt.write(() -> write.accept(template));
            }));
        });
    }

    private static Way jooq(String name, Consumer<DSLContext> write) {
        return new Way(name, 1, (database, attempt) -> {
            DSLContext jooq = DSL.using(database.source(), SQLDialect.SQLITE);
            attempt.commit(() -> jooq.transaction(configuration -> {
                DSLContext within = DSL.using(configuration);
                within.execute(Way.GOOD);
                attempt.write(() -> write.accept(within));
            }));
        });
    }

    private static Way jdbi(String name, Consumer<Handle> write) {
        return new Way(name, 1, (database, attempt) -> {
            Jdbi jdbi = Jdbi.create(database.source());
            attempt.commit(() -> jdbi.useTransaction(handle -> {
                handle.execute(Way.GOOD);
                attempt.write(() -> write.accept(handle));
            }));
        });
    }
}
