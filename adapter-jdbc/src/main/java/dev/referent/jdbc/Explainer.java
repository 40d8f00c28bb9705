package dev.referent.jdbc;

import dev.referent.core.integrity.Explanation;
import dev.referent.core.integrity.ForeignKey;
import dev.referent.core.integrity.ForeignKeyViolation;
import dev.referent.core.integrity.ForeignKeyViolation.Kind;
import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.Replay.WrittenRow;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/**
 * Explains a refused statement: it is run again, and a key is blamed exactly if more child rows lack their parent after
 * it than before it. That is the count by which SQLite itself judges, so an older orphan is never blamed.
 */
final class Explainer {
    /** How many distinct orphan keys of one foreign key are told apart. */
    private static final int KEY_BOUND = 10_000;

    private static final String MAIN = "main";

    private final List<ForeignKey> foreignKeys;
    private final OrphanQueries orphans;
    private final Observation observation;
    private final boolean restricted;

    private Explainer(SQLiteConnection connection, List<ForeignKey> foreignKeys, boolean restricted) {
        this.foreignKeys = foreignKeys;
        this.orphans = new OrphanQueries(connection, MAIN);
        this.observation = new Observation(connection);
        this.restricted = restricted;
    }

    /**
     * Returns why the statement was refused; never throws in place of the refusal.
     *
     * @param restricted whether it was a RESTRICT, which stops a statement at once
     */
    static Explanation explain(SQLiteConnection connection, Rerun rerun, boolean restricted) {
        Optional<String> obstacle = rerun.obstacle();
        if (obstacle.isPresent()) {
            return Explanation.undetermined(obstacle.get());
        }
        try {
            Explainer explainer = new Explainer(connection, SchemaForeignKeys.of(connection, MAIN), restricted);
            String schema = explainer.observation.schemaText();
            if (schema.contains("rollback") || Rerun.VOLATILE.stream().anyMatch(name -> schema.contains(name + "("))) {
                return Explanation.undetermined(
                        "a trigger or a table may roll back the transaction, or calls a function"
                                + " that answers differently the second time, so the statement is not run again");
            }
            boolean observable = !rerun.says("REPLACE") && !schema.contains("replace");
            return explainer.explain(new Replay(connection, rerun), observable);
        } catch (SQLException | RuntimeException e) {
            return Explanation.undetermined("looking for it failed: " + e.getMessage());
        }
    }

    private Explanation explain(Replay replay, boolean observable) throws SQLException {
        Set<WrittenRow> written = replay.look(rows -> rows);
        boolean heard = observable && written.size() < Replay.ROW_BOUND && !changedARowId(written);
        List<ForeignKey> unheard = heard ? observation.unobserved(foreignKeys) : foreignKeys;
        List<Suspect> parents = parentKeys(written);
        List<ForeignKeyViolation> violations =
                proved(replay, rows -> concat(childKeys(parents), concat(orphansAmong(rows), orphansOf(unheard))));
        if (violations.isEmpty()) {
            violations = proved(replay, rows -> orphansOf(foreignKeys));
        }
        if (!violations.isEmpty() && restricted && violations.stream().noneMatch(Explainer::restricts)) {
            return new Explanation(
                    violations,
                    Optional.of("a RESTRICT refused it too, for rows that the statement itself takes away"));
        }
        return violations.isEmpty()
                ? Explanation.undetermined("run again, the statement broke no key that is judged with it")
                : Explanation.proved(violations);
    }

    /** An update that changes a rowid is heard with the new one alone, which no row had before. */
    private boolean changedARowId(Set<WrittenRow> written) throws SQLException {
        for (WrittenRow row : written) {
            if (row.type() == SQLiteUpdateListener.Type.UPDATE
                    && row.schema().equals(MAIN)
                    && !orphans.exists(row.table(), row.rowId())) {
                return true;
            }
        }
        return false;
    }

    /** The keys that the written rows had as parents, read before the write. */
    private List<Suspect> parentKeys(Set<WrittenRow> written) throws SQLException {
        List<Suspect> suspects = new ArrayList<>();
        for (WrittenRow row : written) {
            for (ForeignKey foreignKey : foreignKeys) {
                if (row.type() != SQLiteUpdateListener.Type.INSERT && isOf(row, foreignKey.parentTable())) {
                    for (List<Object> key : orphans.parentKeyOf(foreignKey, row.rowId())) {
                        suspects.add(new Suspect(foreignKey, key, Map.of()));
                    }
                }
            }
        }
        return suspects;
    }

    /** The same keys as the child rows hold them: 3.0 where the parent row holds 3. */
    private List<Suspect> childKeys(List<Suspect> parents) throws SQLException {
        List<Suspect> suspects = new ArrayList<>();
        for (Suspect parent : parents) {
            for (List<Object> key : orphans.childKeys(parent.foreignKey(), parent.key())) {
                suspects.add(new Suspect(parent.foreignKey(), key, Map.of()));
            }
        }
        return suspects;
    }

    private List<Suspect> orphansAmong(Set<WrittenRow> written) throws SQLException {
        List<Suspect> suspects = new ArrayList<>();
        for (WrittenRow row : written) {
            for (ForeignKey foreignKey : foreignKeys) {
                if (row.type() != SQLiteUpdateListener.Type.DELETE && isOf(row, foreignKey.childTable())) {
                    for (List<Object> key : orphans.keyOf(foreignKey, row.rowId())) {
                        suspects.add(new Suspect(foreignKey, key, Map.of("rowid", row.rowId())));
                    }
                }
            }
        }
        return suspects;
    }

    /** Where no listener tells which rows were written, every orphan is a suspect; the older ones are found innocent. */
    private List<Suspect> orphansOf(List<ForeignKey> unheard) throws SQLException {
        List<Suspect> suspects = new ArrayList<>();
        for (ForeignKey foreignKey : unheard) {
            List<List<Object>> keys = orphans.keys(foreignKey, KEY_BOUND);
            if (keys.size() == KEY_BOUND) {
                throw new SQLException(
                        "more than " + KEY_BOUND + " keys of " + foreignKey.name() + " point at nothing");
            }
            keys.forEach(key -> suspects.add(new Suspect(foreignKey, key, Map.of())));
        }
        return suspects;
    }

    private List<ForeignKeyViolation> proved(Replay replay, Replay.Look<List<Suspect>> suspects) throws SQLException {
        Map<Suspect, Long> after = replay.look(rows -> {
            Map<Suspect, Long> counts = new LinkedHashMap<>();
            for (Suspect suspect : suspects.at(rows)) {
                counts.put(suspect, orphans.count(suspect.foreignKey(), suspect.key()));
            }
            return counts;
        });
        Map<Object, ForeignKeyViolation> violations = new LinkedHashMap<>();
        for (Map.Entry<Suspect, Long> entry : after.entrySet()) {
            Suspect suspect = entry.getKey();
            if (entry.getValue() > orphans.count(suspect.foreignKey(), suspect.key())) {
                violations.putIfAbsent(
                        List.of(suspect.foreignKey(), byContent(suspect.key())), violation(suspect, entry.getValue()));
            }
        }
        return violations.values().stream()
                .filter(violation -> replay.alone() || isJudgedAtOnce(violation))
                .toList();
    }

    /** Two arrays of the same bytes are equal only as buffers. */
    private static List<Object> byContent(List<Object> key) {
        return key.stream()
                .map(value -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value)
                .toList();
    }

    /** A deferred key is judged at commit, but for its RESTRICT. */
    private boolean isJudgedAtOnce(ForeignKeyViolation violation) {
        return !violation.foreignKey().deferred() || (restricted && restricts(violation));
    }

    private static boolean restricts(ForeignKeyViolation violation) {
        ForeignKey foreignKey = violation.foreignKey();
        return violation.kind() == Kind.STILL_REFERENCED
                && (foreignKey.onDelete() == ReferentialAction.RESTRICT
                        || foreignKey.onUpdate() == ReferentialAction.RESTRICT);
    }

    private ForeignKeyViolation violation(Suspect suspect, long childRows) throws SQLException {
        boolean parentExists = orphans.parentExists(suspect.foreignKey(), suspect.key());
        return new ForeignKeyViolation(
                suspect.foreignKey(),
                parentExists ? Kind.STILL_REFERENCED : Kind.MISSING_PARENT,
                suspect.key(),
                OptionalInt.empty(),
                parentExists ? Map.of() : suspect.childRow(),
                parentExists ? Math.min(childRows, ForeignKeyViolation.CHILD_ROWS_BOUND) : 0);
    }

    private static boolean isOf(WrittenRow row, String table) {
        return row.schema().equals(MAIN) && row.table().equalsIgnoreCase(table);
    }

    private static List<Suspect> concat(List<Suspect> some, List<Suspect> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
