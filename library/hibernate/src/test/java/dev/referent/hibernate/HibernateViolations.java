package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Library.Book;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;

/** What a violation must look like. */
public final class HibernateViolations {
    private HibernateViolations() {}

    /** Tries bogus books and good ones, often enough for a pool to hand out connections that were used before. */
    static void assertEnforcedAndExplained(SessionFactory factory) {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> factory.inTransaction(
                            session -> session.persist(new Book(session.getReference(Author.class, 99L)))))
                    .satisfies(HibernateViolations::assertExplained);
            factory.inTransaction(session -> session.doWork(
                    connection -> connection.createStatement().execute("PRAGMA defer_foreign_keys = ON")));
        }
        factory.inTransaction(session -> {
            Author author = new Author(1);
            session.persist(author);
            session.persist(new Book(author));
        });
        assertThat(factory.<Long>fromTransaction(
                        session -> session.createSelectionQuery("select count(*) from Book", Long.class)
                                .getSingleResult()))
                .isEqualTo(1L);
    }

    /** The book of author 99 was rejected, with the reason. */
    static void assertExplained(Throwable failure) {
        assertThat(violations(failure)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(ForeignKeyViolation.Kind.MISSING_PARENT);
            assertThat(violation.foreignKey().name()).isEqualTo("book_author_fk");
            assertThat(violation.key()).isEqualTo(List.of(99L));
        });
        assertThat(violation(failure).getConstraintName()).isEqualTo("book_author_fk");
    }

    /** Returns the violations of Hibernate's exception. */
    public static List<ForeignKeyViolation> violations(Throwable failure) {
        return cause(violation(failure), ForeignKeyViolationSQLException.class).violations();
    }

    /** Returns Hibernate's exception for a foreign key, which Jakarta Persistence may wrap. */
    public static ConstraintViolationException violation(Throwable failure) {
        ConstraintViolationException violation = cause(failure, ConstraintViolationException.class);
        assertThat(violation.getKind()).isEqualTo(ConstraintKind.FOREIGN_KEY);
        return violation;
    }

    private static <T> T cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " is a cause", failure));
    }
}
