package dev.referent.orphans;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which policy each key has: the one that it was given, else its schema's. */
final class RepairPolicies {
    private final Map<String, RepairPolicy> given;

    /**
     * Checks what was given.
     *
     * @throws SQLException if there is no key of a name, or the policy cannot be had; nothing is written
     */
    RepairPolicies(Map<String, RepairPolicy> given, SqliteSchema schema) throws SQLException {
        this.given = given;
        Set<String> unknown = new HashSet<>(given.keySet());
        for (SqliteKey key : schema.keys()) {
            unknown.remove(key.name());
            if (given.get(key.name()) == RepairPolicy.SET_NULL && !isNullable(key)) {
                throw new SQLException("the key " + key.name() + " cannot be set to null: "
                        + OrphanFinding.columns(key.child().name(), key.childColumns()) + " takes no null");
            }
        }
        if (!unknown.isEmpty()) {
            String names = schema.keys().stream().map(SqliteKey::name).sorted().collect(Collectors.joining(", "));
            throw new SQLException("there is no foreign key " + String.join(", ", unknown)
                    + (names.isEmpty() ? "; the database declares none" : "; there are " + names));
        }
    }

    /** Returns what becomes of the rows that are orphans before the repair. */
    RepairPolicy ofOrphans(SqliteKey key) {
        return key.child().identity().isEmpty()
                ? RepairPolicy.IGNORE // nothing tells its rows apart
                : given.getOrDefault(key.name(), ofSchema(key));
    }

    /** Returns what becomes of the rows that lose their parent row by the repair; it makes no new orphan rows. */
    RepairPolicy ofDependents(SqliteKey key) {
        RepairPolicy policy = ofOrphans(key);
        return policy == RepairPolicy.IGNORE ? ofSchema(key) : policy;
    }

    private static RepairPolicy ofSchema(SqliteKey key) {
        return RepairPolicy.of(key.declared().onDelete(), isNullable(key));
    }

    private static boolean isNullable(SqliteKey key) {
        return key.childColumns().stream()
                .map(column -> key.child().column(column).orElseThrow())
                .noneMatch(column -> column.notNull()
                        || column.generated()
                        || (column.primaryKey() > 0
                                && (key.child().withoutRowId()
                                        || key.child().integerPrimaryKey().isPresent())));
    }
}
