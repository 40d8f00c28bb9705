package dev.referent.evidence.comparison.scenario;

import dev.referent.evidence.engines.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to an engine about foreign keys.
 *
 * @param name its short name, for command lines and links
 * @param group what it is about
 * @param question the question, in one sentence
 * @param tables the tables, in an order in which they can be made
 * @param keys the foreign keys by which orphans are counted, declared or not
 * @param rows what is stored beforehand
 * @param preparations what is sent after that, before the first session begins: the schema in an engine's own words
 * @param autoCommit whether each step is a transaction of its own
 * @param pooled whether the sessions take turns at the one connection of a pool
 * @param steps what the sessions do, in order
 * @param withReferent what SQLite with Referent answers through JDBC, as {@code Outcome} words it
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

    /** A scenario in the making: {@code Scenario.of(…).tables(…).row(…).one(…).gives(…)}. */
    public static Draft of(String name, Group group, String question) {
        return new Draft(name, group, question);
    }

    /** Returns whether two sessions take part. */
    public boolean twoSessions() {
        return steps.stream().anyMatch(step -> step.session() == 2);
    }

    /** What has been said of a scenario so far. Not thread-safe. */
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
        private boolean pooled;

        private Draft(String name, Group group, String question) {
            this.name = name;
            this.group = group;
            this.question = question;
        }

        /** Adds tables; orphans are counted by their keys. */
        public Draft tables(Table... added) {
            for (Table table : added) {
                tables.add(table);
                keys.addAll(table.keys());
            }
            return this;
        }

        /** Counts orphans by a key that is not declared at the start. */
        public Draft counting(Key key) {
            keys.add(key);
            return this;
        }

        /** Stores a row beforehand. */
        public Draft row(Table table, @Nullable Object... values) {
            rows.add(insert(table, values));
            return this;
        }

        /** Sends those before the first session begins. */
        public Draft before(Operation.Sql... texts) {
            Collections.addAll(preparations, texts);
            return this;
        }

        /** Puts a pool of one connection between the sessions and the engine. */
        public Draft pooled() {
            pooled = true;
            return this;
        }

        /** Makes each step a transaction of its own. */
        public Draft autoCommit() {
            autoCommit = true;
            return this;
        }

        /** Adds steps of the first session. */
        public Draft one(Operation... operations) {
            return add(1, operations);
        }

        /** Adds steps of the second session. */
        public Draft two(Operation... operations) {
            return add(2, operations);
        }

        private Draft add(int session, Operation... operations) {
            for (Operation operation : operations) {
                steps.add(new Step(session, operation));
            }
            return this;
        }

        /** Ends it with what SQLite with Referent answers. */
        public Scenario gives(String withReferent) {
            return new Scenario(
                    name, group, question, tables, keys, rows, preparations, autoCommit, pooled, steps, withReferent);
        }
    }

    /** A new row. */
    public static Operation.Insert insert(Table table, @Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>();
        Collections.addAll(row, values);
        return new Operation.Insert(table, row);
    }

    /** What switches checks off or on, on the engines that can. */
    public static Operation.Sql checks(boolean on) {
        Map<Family, String> words = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            (on ? family.checksOn() : family.checksOff()).ifPresent(text -> words.put(family, text));
        }
        return new Operation.Sql(words);
    }
}
