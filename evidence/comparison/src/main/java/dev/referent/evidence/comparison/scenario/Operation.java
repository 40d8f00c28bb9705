package dev.referent.evidence.comparison.scenario;

import dev.referent.evidence.engines.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a session does in one step, independent of the access path. */
public sealed interface Operation {
    /**
     * Inserts one row, which an ORM may treat as an entity.
     *
     * @param values the values in the order of the columns: numbers, strings or null
     */
    record Insert(Table table, List<@Nullable Object> values) implements Operation {}

    /**
     * Inserts rows in one batch.
     *
     * @param rows the values of each row
     */
    record InsertAll(Table table, List<List<@Nullable Object>> rows) implements Operation {}

    /** Updates one column of the row with an id. */
    record Update(Table table, Object id, String column, @Nullable Object value) implements Operation {}

    /** Deletes the row with an id. */
    record Delete(Table table, Object id) implements Operation {}

    /**
     * Executes a statement, which an ORM passes on unchanged.
     *
     * @param statements the SQL string by family; a family that is missing has no such statement
     * @param evenAfterFailure whether it is executed even after a failure, for example ROLLBACK TO or a repair
     */
    record Sql(Map<Family, String> statements, boolean evenAfterFailure) implements Operation {
        /** Copies the map. */
        public Sql {
            statements = Map.copyOf(statements);
        }

        /** Creates a statement that is not executed after a failure. */
        public Sql(Map<Family, String> statements) {
            this(statements, false);
        }

        /** Returns this statement, executed even after a failure. */
        public Sql sentEvenAfterFailure() {
            return new Sql(statements, true);
        }

        /** Creates a statement that is the same for every engine. */
        public static Sql of(String sql) {
            Map<Family, String> statements = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                statements.put(family, sql);
            }
            return new Sql(statements);
        }

        /** Returns this statement with other SQL for some families. */
        public Sql on(Map<Family, String> others) {
            Map<Family, String> all = new EnumMap<>(statements);
            all.putAll(others);
            return new Sql(all, evenAfterFailure);
        }

        /** Returns this statement without these families. */
        public Sql notOn(Family... families) {
            Map<Family, String> all = new EnumMap<>(statements);
            List.of(families).forEach(all::remove);
            return new Sql(all, evenAfterFailure);
        }

        /** Returns the standard SQL string, or else that of a family that has such a statement. */
        public String example() {
            return on(Family.OTHER)
                    .orElseGet(() -> new TreeMap<>(statements).firstEntry().getValue());
        }

        /** Returns the SQL string for a family; empty if it has no such statement. */
        public Optional<String> on(Family family) {
            return Optional.ofNullable(statements.get(family));
        }
    }

    /** Sends pending statements of the access path: Hibernate's changes, MyBatis' batch. */
    record Flush() implements Operation {}

    /** Commits the transaction. */
    record Commit() implements Operation {}

    /** Rolls back the transaction. */
    record Rollback() implements Operation {}

    /** Closes the session and opens another one. */
    record Reconnect() implements Operation {}
}
