package dev.referent.evidence.comparison.scenario;

import dev.referent.evidence.engines.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a session does in one step, in the words of no access path. */
public sealed interface Operation {
    /**
     * One new row, which an ORM may take as an entity.
     *
     * @param values the columns' values in the table's order, numbers, texts or null
     */
    record Insert(Table table, List<@Nullable Object> values) implements Operation {}

    /**
     * New rows in one batch.
     *
     * @param rows the values of each
     */
    record InsertAll(Table table, List<List<@Nullable Object>> rows) implements Operation {}

    /** Another value for one column of the row with that id. */
    record Update(Table table, Object id, String column, @Nullable Object value) implements Operation {}

    /** The row with that id goes. */
    record Delete(Table table, Object id) implements Operation {}

    /**
     * SQL text, which an ORM passes on as it is.
     *
     * @param words the text by family; a family that is missing has no such statement
     * @param anyway whether it is sent even after a refusal, as by a program that goes on: ROLLBACK TO, a repair
     */
    record Sql(Map<Family, String> words, boolean anyway) implements Operation {
        /** Copies the map. */
        public Sql {
            words = Map.copyOf(words);
        }

        /** SQL text that is not sent after a refusal. */
        public Sql(Map<Family, String> words) {
            this(words, false);
        }

        /** The same, sent even after a refusal. */
        public Sql evenAfterRefusal() {
            return new Sql(words, true);
        }

        /** The same text for every engine. */
        public static Sql of(String text) {
            Map<Family, String> words = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                words.put(family, text);
            }
            return new Sql(words);
        }

        /** The same, but for the families of the other words. */
        public Sql on(Map<Family, String> others) {
            Map<Family, String> all = new EnumMap<>(words);
            all.putAll(others);
            return new Sql(all, anyway);
        }

        /** The same, on none of these families. */
        public Sql notOn(Family... families) {
            Map<Family, String> all = new EnumMap<>(words);
            List.of(families).forEach(all::remove);
            return new Sql(all, anyway);
        }

        /** Returns the standard's text, or else that of one engine that has such a statement. */
        public String example() {
            return on(Family.OTHER)
                    .orElseGet(() -> new TreeMap<>(words).firstEntry().getValue());
        }

        /** Returns the text for an engine, if it has such a statement. */
        public Optional<String> on(Family family) {
            return Optional.ofNullable(words.get(family));
        }
    }

    /** What an access path may keep back is sent: Hibernate's changes, MyBatis' batch. */
    record Flush() implements Operation {}

    /** The transaction is committed. */
    record Commit() implements Operation {}

    /** The transaction is rolled back. */
    record Rollback() implements Operation {}

    /** The session ends, and another one begins. */
    record Reconnect() implements Operation {}
}
