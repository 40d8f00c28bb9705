package dev.referent.hibernate.ontop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.HibernateViolations;
import dev.referent.hibernate.Sqlite;
import dev.referent.hibernate.models.Library.Author;
import jakarta.persistence.RollbackException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.UnexpectedRollbackException;

/** Violations through Spring Data JPA are Spring's exception for integrity, wherever they happen. */
final class SpringDataTest {
    @TempDir
    private Path folder;

    @Test
    void translatesAViolationAtSave() {
        inLibrary(library ->
                assertViolation(() -> library.books.save(library.bookOf(99)), "MISSING_PARENT book_author_fk [99]"));
    }

    @Test
    void translatesAViolationAtTheFlush() {
        inLibrary(library -> assertViolation(
                () -> library.uuids.saveAndFlush(library.uuidOf(99)), "MISSING_PARENT child_author_fk [99] row 0"));
    }

    @Test
    void translatesAViolationAtTheFlushOfACommit() {
        inLibrary(library -> assertViolation(
                () -> library.uuids.save(library.uuidOf(99)), "MISSING_PARENT child_author_fk [99] row 0"));
    }

    @Test
    void translatesAViolationOfADeferredKeyAtCommit() {
        inLibrary(library -> {
            assertViolation(
                    () -> library.transaction.executeWithoutResult(
                            status -> library.deferreds.saveAndFlush(library.deferredOf(99))),
                    "MISSING_PARENT deferred_fk [99]");
            assertThat(library.deferreds.count()).isZero();
        });
    }

    @Test
    void namesEachRowOfABatch() {
        inLibrary(library -> {
            assertViolation(
                    () -> library.uuids.saveAll(
                            Stream.of(1, 98, 1, 99).map(library::uuidOf).toList()),
                    "MISSING_PARENT child_author_fk [98] row 1",
                    "MISSING_PARENT child_author_fk [99] row 3");
            assertThat(library.uuids.count()).isZero();
        });
    }

    @Test
    void translatesAViolationOfADelete() {
        inLibrary(library -> {
            assertViolation(() -> library.authors.deleteById(1L), "STILL_REFERENCED book_author_fk [1] row 0");
            assertViolation(() -> library.authors.deleteAllInBatch(), "STILL_REFERENCED book_author_fk [1]");
            assertThat(library.authors.count()).isOne();
        });
    }

    @Test
    void translatesAViolationOfAQuery() {
        inLibrary(library -> {
            assertViolation(
                    () -> library.transaction.executeWithoutResult(status -> library.books.moveAllTo(99)),
                    "MISSING_PARENT book_author_fk [99]");
            assertViolation(
                    () -> library.transaction.executeWithoutResult(status -> library.authors.deleteByQuery(1)),
                    "STILL_REFERENCED book_author_fk [1]");
        });
    }

    @Test
    void reportsASwallowedViolationWhenTheTransactionEnds() {
        inLibrary(
                library -> assertThat(outcomesOfSwallowing(library)).hasSize(3).allSatisfy(outcome -> assertThat(
                                outcome)
                        .isInstanceOf(JpaSystemException.class)
                        .hasCauseInstanceOf(RollbackException.class)
                        .hasMessageStartingWith("nothing was committed")));
    }

    @Test
    void leavesTheReportToSpringWhereHibernateIsToldToKeepSilent() {
        inLibrary(Map.of("hibernate.jpa.compliance.transaction", "false"), library -> assertThat(
                        outcomesOfSwallowing(library))
                .hasSize(3)
                .hasOnlyElementsOfType(UnexpectedRollbackException.class));
    }

    private static List<Throwable> outcomesOfSwallowing(SpringLibrary library) {
        return Stream.<ThrowingCallable>of(
                        () -> library.books.save(library.bookOf(99)),
                        () -> library.books.moveAllTo(99),
                        () -> library.uuids.saveAndFlush(library.uuidOf(99)))
                .map(rejected -> {
                    Throwable outcome = catchThrowable(() -> library.transaction.executeWithoutResult(status -> {
                        library.authors.saveAndFlush(new Author(2));
                        assertThat(catchThrowable(rejected)).isInstanceOf(DataIntegrityViolationException.class);
                    }));
                    assertThat(library.authors.count()).isOne();
                    return outcome;
                })
                .toList();
    }

    private static void assertViolation(ThrowingCallable call, String... violations) {
        Throwable failure = catchThrowable(call);

        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
        assertThat(HibernateViolations.violations(failure))
                .extracting(violation ->
                        violation.kind() + " " + violation.foreignKey().name() + " " + violation.key()
                                + (violation.batchIndex().isPresent()
                                        ? " row " + violation.batchIndex().getAsInt()
                                        : ""))
                .containsExactly(violations);
        assertThat(violations[0])
                .contains(" " + HibernateViolations.violation(failure).getConstraintName() + " ");
    }

    private void inLibrary(Consumer<SpringLibrary> work) {
        inLibrary(Map.of(), work);
    }

    private void inLibrary(Map<String, String> settings, Consumer<SpringLibrary> work) {
        try (SpringLibrary library = new SpringLibrary(new Sqlite(folder.resolve("library.db")), settings)) {
            work.accept(library);
        }
    }
}
