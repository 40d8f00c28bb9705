package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Foreign keys of two columns, one or both of which are NULL. */
final class CompositeScenarios {
    private static final Table PAIR =
            Table.of("pair", ID, "pa INTEGER NOT NULL", "pb INTEGER NOT NULL, UNIQUE (pa, pb)");
    private static final Table CHILD_OF_PAIR = Table.of("child", ID, "ca INTEGER", "cb INTEGER");

    static final List<Scenario> ALL = List.of(
            insertion("composite-crossed", "Is a pair rejected whose halves exist in two different rows?", "", 815, 1)
                    .gives("rejected at statement"),
            insertion(
                            "composite-null",
                            "Is a bogus value next to a NULL accepted without a MATCH clause?",
                            "",
                            4711,
                            null)
                    .gives("accepted"),
            insertion("match-full-half", "Is a pair with one NULL rejected under MATCH FULL?", "MATCH FULL", 815, null)
                    .gives("accepted"),
            insertion("match-full-null", "Is a pair of NULLs accepted under MATCH FULL?", "MATCH FULL", null, null)
                    .gives("accepted"),
            insertion(
                            "match-partial-bogus",
                            "Is a bogus half beside a NULL rejected under MATCH PARTIAL?",
                            "MATCH PARTIAL",
                            4711,
                            null)
                    .gives("accepted"),
            insertion(
                            "match-partial-half",
                            "Is an existing value next to a NULL accepted under MATCH PARTIAL?",
                            "MATCH PARTIAL",
                            815,
                            null)
                    .gives("accepted"),
            ask("composite-set-null", "Does ON DELETE SET NULL set both columns to NULL?")
                    .tables(PAIR, child("ON DELETE SET NULL"))
                    .row(PAIR, 815, 815, 2)
                    .row(CHILD_OF_PAIR, 1, 815, 2)
                    .one(delete(PAIR, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("composite-other-order", "Can a key name the columns of a UNIQUE pair in the other order?")
                    .tables(PAIR, CHILD_OF_PAIR.with(key(List.of("cb", "ca"), List.of("pb", "pa"), "")))
                    .row(PAIR, 1, 815, 2)
                    .one(insert(CHILD_OF_PAIR, 1, 815, 2), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("part-of-unique", "Can a key reference one column of a UNIQUE pair?")
                    .tables(PAIR, CHILD_OF_PAIR.with(key(List.of("ca"), List.of("pa"), "")))
                    .row(PAIR, 1, 815, 2)
                    .one(insert(CHILD_OF_PAIR, 1, 815, null), FLUSH, COMMIT)
                    .gives("rejected at statement"));

    private CompositeScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.COMPOSITE, question);
    }

    private static Key key(List<String> columns, List<String> parentColumns, String clauses) {
        return new Key("child_pair_fk", "child", columns, "pair", parentColumns, clauses);
    }

    private static Table child(String clauses) {
        return CHILD_OF_PAIR.with(key(List.of("ca", "cb"), List.of("pa", "pb"), clauses));
    }

    private static Scenario.Draft insertion(
            String name, String question, String clauses, @Nullable Integer first, @Nullable Integer second) {
        return ask(name, question)
                .tables(PAIR, child(clauses))
                .row(PAIR, 1, 815, 2)
                .row(PAIR, 2, 816, 1)
                .one(insert(CHILD_OF_PAIR, 1, first, second), FLUSH, COMMIT);
    }
}
