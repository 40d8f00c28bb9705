package dev.referent.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the comparison notices what it is there for: each kind of wrong explanation and each effect on the state. */
final class HarnessTest {
    private static final String ORPHANS = "INSERT INTO book (id, author_id) VALUES (10, 98), (11, 99)";
    private static final String DELETE = "DELETE FROM author WHERE id = 1";

    @TempDir
    private Path folder;

    private final Library library = new Library();
    private Copy copy;

    HarnessTest() throws SQLException {
        copy = library.open();
    }

    @BeforeEach
    void fill() throws SQLException {
        copy.execute("PRAGMA foreign_keys=OFF; INSERT INTO author VALUES (1), (2);"
                + " INSERT INTO book VALUES (1, 1, NULL), (2, 1, NULL), (3, 2, NULL), (4, 77, NULL), (5, NULL, 3);"
                + " PRAGMA foreign_keys=ON");
    }

    @AfterEach
    void close() throws SQLException {
        copy.close();
    }

    private List<Expectation> expected(String... sql) throws SQLException, IOException {
        Step.Kind kind = sql.length == 1 ? Step.Kind.WRITE : Step.Kind.STATEMENT_BATCH;
        List<Sql> statements = List.of(sql).stream().map(Sql::of).toList();
        Step step = new Step(kind, Step.Call.EXECUTE, statements, Optional.empty(), Optional.empty());
        Snapshot before = Snapshot.of(copy.connection, library.schema);
        return new Oracle(library.schema, folder).step(step, before, new Oracle.CheckTime(false, false));
    }

    private static List<ForeignKeyViolation> truth(List<Expectation> expectations) {
        List<ForeignKeyViolation> violations = new ArrayList<>();
        for (Expectation expectation : expectations) {
            expectation
                    .required()
                    .forEach((claim, childRows) -> violations.add(new ForeignKeyViolation(
                            claim.key().foreignKey(),
                            claim.kind(),
                            claim.values().stream()
                                    .map(value -> (Object) Long.valueOf(value.text()))
                                    .toList(),
                            expectation.batchIndex(),
                            Map.of(),
                            childRows)));
        }
        return violations;
    }

    private List<String> disagreements(List<Expectation> expectations, List<ForeignKeyViolation> said)
            throws SQLException {
        Optional<String> undetermined = said.isEmpty() ? Optional.of("nothing") : Optional.empty();
        return ExplanationCheck.disagreements(
                library.schema, expectations, new ReportedExplanation(said, undetermined));
    }

    private void assertNoticed(String sql, UnaryOperator<ForeignKeyViolation> mutation)
            throws SQLException, IOException {
        List<Expectation> expectations = expected(sql);
        List<ForeignKeyViolation> truth = truth(expectations);
        assertThat(truth).isNotEmpty();
        assertThat(disagreements(expectations, truth)).isEmpty();
        assertThat(disagreements(expectations, truth.stream().map(mutation).toList()))
                .isNotEmpty();
    }

    private static ForeignKeyViolation with(
            ForeignKeyViolation said, ForeignKey foreignKey, Kind kind, List<Object> key, long childRows) {
        return new ForeignKeyViolation(foreignKey, kind, key, said.batchIndex(), Map.of(), childRows);
    }

    /** Explanations. */
    @Nested
    class Explanations {
        @Test
        void noticesThatOneIsMissing() throws SQLException, IOException {
            List<Expectation> expectations = expected(ORPHANS);
            List<ForeignKeyViolation> truth = truth(expectations);

            assertThat(truth).hasSize(2);
            assertThat(disagreements(expectations, truth)).isEmpty();
            assertThat(disagreements(expectations, truth.subList(0, 1)))
                    .singleElement()
                    .asString()
                    .contains("not said");
        }

        @Test
        void letsAnIncompleteOneBeIncompleteButNotWrong() throws SQLException, IOException {
            List<Expectation> expectations = expected(ORPHANS);
            List<ForeignKeyViolation> truth = truth(expectations);
            ForeignKeyViolation first = truth.get(0);
            ForeignKeyViolation wrong = with(first, first.foreignKey(), first.kind(), List.of(5L), 0);

            assertThat(ExplanationCheck.disagreements(
                            library.schema,
                            expectations,
                            new ReportedExplanation(truth.subList(0, 1), Optional.of("more"))))
                    .isEmpty();
            assertThat(ExplanationCheck.disagreements(
                            library.schema, expectations, new ReportedExplanation(List.of(wrong), Optional.of("more"))))
                    .isNotEmpty();
        }

        @Test
        void noticesThatAnOlderOrphanIsBlamed() throws SQLException, IOException {
            List<Expectation> expectations = expected(ORPHANS);
            List<ForeignKeyViolation> said = new ArrayList<>(truth(expectations));
            ForeignKeyViolation first = said.get(0);
            said.add(with(first, first.foreignKey(), Kind.MISSING_PARENT, List.of(77L), 0));

            assertThat(disagreements(expectations, said))
                    .singleElement()
                    .asString()
                    .contains("blamed falsely");
        }

        @Test
        void noticesASwappedKind() throws SQLException, IOException {
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), Kind.MISSING_PARENT, said.key(), 0));
            assertNoticed(ORPHANS, said -> with(said, said.foreignKey(), Kind.STILL_REFERENCED, said.key(), 1));
        }

        @Test
        void noticesAChangedValueAndAChangedType() throws SQLException, IOException {
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), said.kind(), List.of(2L), said.childRows()));
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), said.kind(), List.of("1"), said.childRows()));
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), said.kind(), List.of(1.0), said.childRows()));
        }

        @Test
        void noticesAnotherConstraintAndAnotherName() throws SQLException, IOException {
            assertNoticed(
                    DELETE, said -> with(said, library.sequel.foreignKey(), said.kind(), said.key(), said.childRows()));
            assertNoticed(DELETE, said -> with(said, renamed(said.foreignKey()), said.kind(), said.key(), 2));
        }

        private ForeignKey renamed(ForeignKey key) {
            return new ForeignKey(
                    "another",
                    key.childTable(),
                    key.childColumns(),
                    key.parentTable(),
                    key.parentColumns(),
                    key.onDelete(),
                    key.onUpdate(),
                    key.deferred());
        }

        @Test
        void noticesAWrongNumberOfChildRows() throws SQLException, IOException {
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), said.kind(), said.key(), said.childRows() - 1));
            assertNoticed(DELETE, said -> with(said, said.foreignKey(), said.kind(), said.key(), 0));
        }

        @Test
        void expectsAParentAsItIsStoredAndCountsItsChildRowsOverAllSpellings() throws SQLException, IOException {
            copy.execute("PRAGMA foreign_keys=OFF; INSERT INTO pen_name VALUES ('Bob');"
                    + " INSERT INTO signature VALUES (1, 'BOB'), (2, 'bob'), (3, 'bob'), (4, 'Bo');"
                    + " PRAGMA foreign_keys=ON");

            Claim bob = new Claim(library.pen, Kind.STILL_REFERENCED, List.of(Value.of("Bob")));
            assertThat(expected("DELETE FROM pen_name").get(0).required()).containsExactly(Map.entry(bob, 3L));
        }

        @Test
        void noticesAnotherRowOfABatch() throws SQLException, IOException {
            List<Expectation> expectations =
                    expected("INSERT INTO author VALUES (3)", DELETE, "INSERT INTO author VALUES (4)", ORPHANS);
            List<ForeignKeyViolation> truth = truth(expectations);
            ForeignKeyViolation first = truth.get(0);
            List<ForeignKeyViolation> moved = new ArrayList<>(truth);
            moved.set(
                    0,
                    new ForeignKeyViolation(
                            first.foreignKey(), first.kind(), first.key(), OptionalInt.of(3), Map.of(), 2));

            assertThat(truth)
                    .extracting(ForeignKeyViolation::batchIndex)
                    .containsOnly(OptionalInt.of(1), OptionalInt.of(3));
            assertThat(disagreements(expectations, truth)).isEmpty();
            assertThat(disagreements(expectations, moved)).isNotEmpty();
        }
    }

    /** An older orphan that the statement writes again. */
    @Nested
    class Rewritings {
        @Test
        void believesThatAnOrphanWrittenAgainIsCheckedAgain() throws SQLException, IOException {
            ForeignKeyViolation orphan = new ForeignKeyViolation(
                    library.author.foreignKey(), Kind.MISSING_PARENT, List.of(77L), OptionalInt.empty(), Map.of(), 0);
            List<Expectation> expectations = expected("UPDATE book SET author_id = author_id WHERE id >= 3");

            assertThat(expectations)
                    .singleElement()
                    .matches(expectation -> expectation.required().isEmpty());
            assertThat(disagreements(expectations, List.of(orphan))).isEmpty();
            assertThat(disagreements(
                            expectations,
                            List.of(with(orphan, orphan.foreignKey(), Kind.MISSING_PARENT, List.of(78L), 0))))
                    .isNotEmpty();
        }
    }

    /** A RESTRICT that the replay resolves, as the child row goes with its parent. */
    @Nested
    class Restrictions {
        private static final String RESTRICTED = "DELETE FROM book WHERE id >= 3";

        @Test
        void believesARestrictThatRejectsAlone() throws SQLException, IOException {
            assertThat(disagreements(expected(RESTRICTED), List.of(restrict(3L))))
                    .isEmpty();
        }

        @Test
        void doesNotBelieveOneWithoutChildRowsNorOneThatDoesNotRestrict() throws SQLException, IOException {
            ForeignKeyViolation said = restrict(3L);
            List<Expectation> expectations = expected(RESTRICTED);

            assertThat(disagreements(expectations, List.of(restrict(1L)))).isNotEmpty();
            assertThat(disagreements(
                            expectations,
                            List.of(with(said, library.author.foreignKey(), said.kind(), List.of(2L), 1))))
                    .isNotEmpty();
        }

        private ForeignKeyViolation restrict(Long value) {
            return new ForeignKeyViolation(
                    library.sequel.foreignKey(),
                    Kind.STILL_REFERENCED,
                    List.of(value),
                    OptionalInt.empty(),
                    Map.of(),
                    1);
        }
    }

    /** States. */
    @Nested
    class States {
        private void assertNoticed(String effect) throws SQLException {
            try (Copy other = new Copy(Snapshot.of(copy.connection, library.schema))) {
                other.execute("INSERT INTO author VALUES (9); DELETE FROM author WHERE id = 9");
                copy.execute("INSERT INTO author VALUES (9); DELETE FROM author WHERE id = 9");
                State before = State.of(copy.connection, library.schema);
                assertThat(before.differences(State.of(other.connection, library.schema)))
                        .isEmpty();

                other.execute(effect);

                assertThat(before.differences(State.of(other.connection, library.schema)))
                        .isNotEmpty();
            }
        }

        @Test
        void noticesOneMoreRow() throws SQLException {
            assertNoticed("INSERT INTO book (id) VALUES (50)");
        }

        @Test
        void noticesAMovedLastInsertRowid() throws SQLException {
            assertNoticed("INSERT INTO author VALUES (50); DELETE FROM author WHERE id = 50");
        }

        @Test
        void noticesAnOpenTransaction() throws SQLException {
            assertNoticed("BEGIN");
        }

        @Test
        void noticesSwitchedPragmas() throws SQLException {
            assertNoticed("PRAGMA foreign_keys=OFF");
            assertNoticed("BEGIN; PRAGMA defer_foreign_keys=ON");
        }

        @Test
        void noticesATemporaryTable() throws SQLException {
            assertNoticed("CREATE TEMP TABLE left_behind (x)");
        }
    }
}
