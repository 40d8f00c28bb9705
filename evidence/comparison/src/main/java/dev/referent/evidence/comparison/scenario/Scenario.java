package dev.referent.evidence.comparison.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about foreign keys, with the tables and steps that answer it on an engine.
 *
 * @param name the short name, for command lines and links
 * @param group the group
 * @param question the question, in one sentence
 * @param tables the tables, in the order of their creation
 * @param keys the foreign keys by which orphans are counted, whether declared or not
 * @param rows the initial rows
 * @param preparations statements executed after that, before the first session is opened: the schema in an engine's own syntax
 * @param autoCommit whether each step is its own transaction
 * @param goesOn whether the steps after a failed one are taken, too
 * @param pooled whether the sessions share the single connection of a pool
 * @param steps the steps of the sessions, in order
 * @param withReferent the expected outcome on SQLite with Referent through JDBC, as in {@code Result.outcome()}
 */
public record Scenario(
        String name,
        Group group,
        String question,
        List<Table> tables,
        List<Key> keys,
        List<Operation.Insert> rows,
        List<Operation.Sql> preparations,
        boolean autoCommit,
        boolean goesOn,
        boolean pooled,
        List<Step> steps,
        String withReferent) {
    /** Copies the lists. */
    public Scenario {
        tables = List.copyOf(tables);
        keys = List.copyOf(keys);
        rows = List.copyOf(rows);
        preparations = List.copyOf(preparations);
        steps = List.copyOf(steps);
    }

    /** Starts a scenario: {@code Scenario.of(…).tables(…).row(…).one(…).gives(…)}. */
    public static Draft of(String name, Group group, String question) {
        return new Draft(name, group, question);
    }

    /** Returns whether two sessions take part. */
    public boolean twoSessions() {
        return steps.stream().anyMatch(step -> step.session() == 2);
    }

    /** A builder of scenarios. Not thread-safe. */
    public static final class Draft {
        private final String name;
        private final Group group;
        private final String question;
        private final List<Table> tables = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private final List<Operation.Insert> rows = new ArrayList<>();
        private final List<Operation.Sql> preparations = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private boolean autoCommit;
        private boolean goesOn;
        private boolean pooled;

        private Draft(String name, Group group, String question) {
            this.name = name;
            this.group = group;
            this.question = question;
        }

        /** Adds tables. Orphans are counted by their keys. */
        public Draft tables(Table... added) {
            for (Table table : added) {
                tables.add(table);
                keys.addAll(table.keys());
            }
            return this;
        }

        /** Counts orphans also by a key that is not declared initially. */
        public Draft counting(Key key) {
            keys.add(key);
            return this;
        }

        /** Adds an initial row. */
        public Draft row(Table table, @Nullable Object... values) {
            rows.add(insert(table, values));
            return this;
        }

        /** Adds statements that are executed before the first session is opened. */
        public Draft before(Operation.Sql... statements) {
            Collections.addAll(preparations, statements);
            return this;
        }

        /** Uses a pool of one connection. */
        public Draft pooled() {
            pooled = true;
            return this;
        }

        /** Makes each step its own transaction. */
        public Draft autoCommit() {
            autoCommit = true;
            return this;
        }

        /** Takes the steps after a failed one, too. */
        public Draft goingOn() {
            goesOn = true;
            return this;
        }

        /** Adds steps of session 1. */
        public Draft one(Operation... operations) {
            return add(1, operations);
        }

        /** Adds steps of session 2. */
        public Draft two(Operation... operations) {
            return add(2, operations);
        }

        private Draft add(int session, Operation... operations) {
            for (Operation operation : operations) {
                steps.add(new Step(session, operation));
            }
            return this;
        }

        /** Builds the scenario with the expected outcome on SQLite with Referent. */
        public Scenario gives(String withReferent) {
            return new Scenario(
                    name,
                    group,
                    question,
                    tables,
                    keys,
                    rows,
                    preparations,
                    autoCommit,
                    goesOn,
                    pooled,
                    steps,
                    withReferent);
        }
    }

    /** Returns the insertion of one row. */
    public static Operation.Insert insert(Table table, @Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>();
        Collections.addAll(row, values);
        return new Operation.Insert(table, row);
    }
}
