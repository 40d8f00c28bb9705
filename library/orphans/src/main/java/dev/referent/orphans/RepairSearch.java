package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the rows that a repair writes, to the end: the orphan rows, the rows that lose their parent row with them, and so on.
 * It writes to TEMP tables alone, which SQLite keeps on disk. A row that leaves its table has a fate: it is quarantined where
 * the policy says so, or where it depends on a row that is quarantined, so that the two can come back together; else deleted.
 */
final class RepairSearch {
    static final int DELETED = 1;
    static final int QUARANTINED = 2;

    private final Connection connection;
    private final List<SqliteKey> keys;
    private final RepairPolicies policies;
    private final Map<SqliteKey, Long> orphans = new LinkedHashMap<>();
    private final Map<SqliteTable, String> removed = new LinkedHashMap<>();
    private final Map<SqliteKey, String> nulled = new LinkedHashMap<>();

    /** The names of the tables of which the present round has marked rows. */
    private Set<String> touched = new HashSet<>();

    RepairSearch(Connection connection, SqliteSchema schema, RepairPolicies policies) {
        this.connection = connection;
        this.keys = schema.keys().stream().filter(SqliteKey::isUsable).toList();
        this.policies = policies;
    }

    /** Finds them all. */
    RepairSearch run(Progress progress) throws SQLException {
        for (SqliteKey key : keys) {
            declare(key);
        }
        for (int i = 0; i < keys.size(); i++) {
            SqliteKey key = keys.get(i);
            orphans.put(key, begin(key));
            progress.reached("orphan rows of " + key.name(), i + 1, keys.size());
        }
        for (int round = 1; step(round) > 0; round++) {
            progress.reached("rows that depend on them", round, round + 1);
        }
        return this;
    }

    private void declare(SqliteKey key) throws SQLException {
        List<String> identity = key.child().identity();
        if (identity.isEmpty()) {
            return;
        }
        String columns = columns("i", identity.size());
        if (!removed.containsKey(key.child())) {
            String name = "referent_removed_" + removed.size();
            removed.put(key.child(), "temp." + name);
            Sql.execute(
                    connection,
                    "CREATE TEMP TABLE " + name + " (" + columns + ", fate, round, cause, PRIMARY KEY (" + columns
                            + ")) WITHOUT ROWID");
            Sql.execute(connection, "CREATE INDEX temp." + name + "_round ON " + name + " (round)");
        }
        if (policies.ofDependents(key) == RepairPolicy.SET_NULL) {
            String name = "referent_nulled_" + nulled.size();
            nulled.put(key, "temp." + name);
            Sql.execute(
                    connection,
                    "CREATE TEMP TABLE " + name + " (" + columns + ", round, PRIMARY KEY (" + columns
                            + ")) WITHOUT ROWID");
        }
    }

    /** Marks the orphan rows of a key, and returns how many there are. */
    private long begin(SqliteKey key) throws SQLException {
        String from = " FROM " + key.child().quoted() + " child WHERE " + key.isOrphan();
        RepairPolicy policy = policies.ofOrphans(key);
        if (policy == RepairPolicy.IGNORE) {
            return Sql.number(connection, "SELECT count(*)" + from);
        }
        mark(key, policy, policy == RepairPolicy.QUARANTINE ? QUARANTINED : DELETED, 0, from);
        return Sql.number(connection, "SELECT count(*)" + from);
    }

    /** Marks the rows that lose their parent row by what the round before marked, and returns how many there are. */
    private long step(int round) throws SQLException {
        Set<String> before = touched; // in a chain of tables, each round has one
        touched = new HashSet<>();
        long marked = 0;
        for (SqliteKey key : keys) {
            if (!before.contains(key.usableParent().name())) {
                continue;
            }
            String lost = lost(key, round - 1);
            if (lost.isEmpty() || key.child().identity().isEmpty()) {
                continue;
            }
            RepairPolicy policy = policies.ofDependents(key);
            if (policy == RepairPolicy.CASCADE) {
                marked += mark(key, policy, DELETED, round, dependents(key, lost, " AND lost.fate = " + DELETED));
                marked +=
                        mark(key, policy, QUARANTINED, round, dependents(key, lost, " AND lost.fate = " + QUARANTINED));
            } else {
                marked += mark(key, policy, QUARANTINED, round, dependents(key, lost, ""));
            }
        }
        return marked;
    }

    /** Returns a query for the parent rows that the round took away, or whose key it set to null; empty if none can be. */
    private String lost(SqliteKey key, int round) {
        SqliteTable parent = key.usableParent();
        String columns = columns("i", parent.identity().size());
        List<String> queries = new ArrayList<>();
        if (removed.containsKey(parent)) {
            queries.add("SELECT " + columns + ", fate FROM " + removed.get(parent) + " WHERE round = " + round);
        }
        nulled.forEach((other, table) -> {
            if (other.child().equals(parent) && key.isReferenced(other.childColumns())) {
                queries.add("SELECT " + columns + ", " + QUARANTINED + " FROM " + table + " WHERE round = " + round);
            }
        });
        return String.join(" UNION ALL ", queries);
    }

    private static String dependents(SqliteKey key, String lost, String condition) {
        SqliteTable parent = key.usableParent();
        String lostRows = "(" + lost + ") lost";
        String parents = parent.quoted() + " parent";
        String children = key.child().quoted() + " child";
        return key.findsChildren()
                ? " FROM " + lostRows + " CROSS JOIN " + parents + " CROSS JOIN " + children + " WHERE "
                        + same(parent.identity("parent."), "lost.") + " AND " + key.isChildOf() + condition
                : " FROM " + children + " CROSS JOIN " + parents + " CROSS JOIN " + lostRows + " WHERE "
                        + key.isParentOf() + " AND " + marked(parent.identity()) + condition;
    }

    private long mark(SqliteKey key, RepairPolicy policy, int fate, int round, String from) throws SQLException {
        List<String> identity = key.child().identity();
        String columns = columns("i", identity.size());
        String select = "SELECT " + SqlNames.quoted("child.", identity, ", ") + ", ";
        String insert = policy == RepairPolicy.SET_NULL
                ? "INSERT OR IGNORE INTO " + nulled.get(key) + " (" + columns + ", round) " + select + round + from
                : "INSERT INTO " + removed.get(key.child()) + " (" + columns + ", fate, round, cause) " + select + fate
                        + ", " + round + ", " + SqlLiteral.of(key.name()) + from + " ON CONFLICT (" + columns
                        + ") DO UPDATE SET fate = excluded.fate, round = excluded.round, cause = excluded.cause"
                        + " WHERE excluded.fate > fate";
        long marked = Sql.run(connection, insert);
        if (marked > 0) {
            touched.add(key.child().name());
        }
        return marked;
    }

    /** Returns i0, i1 and so on. */
    static String columns(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
    }

    /** Returns the condition that a row has the {@linkplain SqliteTable#identity(String) identity} that a TEMP table holds. */
    static String same(List<String> identity, String marked) {
        return IntStream.range(0, identity.size())
                .mapToObj(i -> identity.get(i) + " = " + marked + "i" + i)
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Returns the condition that a row {@code parent} is a row {@code lost} of a TEMP table, which has the very same values. Without the affinity
     * and the collation of the column of {@code parent}, SQLite finds it by the primary key of the TEMP table.
     */
    private static String marked(List<String> identity) {
        return IntStream.range(0, identity.size())
                .mapToObj(i -> "lost.i" + i + " = +parent." + SqlNames.quoted(identity.get(i)))
                .collect(Collectors.joining(" AND "));
    }

    /** Returns how many orphan rows each key had. */
    Map<SqliteKey, Long> orphans() {
        return orphans;
    }

    /** Returns the TEMP table of the rows that leave each table: i0, i1, …, fate, round, cause. */
    Map<SqliteTable, String> removed() {
        return removed;
    }

    /** Returns the TEMP table of the rows whose reference is set to null: i0, i1, …, round. Those that leave their table count, too. */
    Map<SqliteKey, String> nulled() {
        return nulled;
    }

    /** Returns the condition that a row {@code nulled} of {@link #nulled()} stays in its table. */
    String stays(SqliteKey key) {
        int size = key.child().identity().size();
        return "NOT EXISTS (SELECT 1 FROM " + removed.get(key.child()) + " removed WHERE "
                + IntStream.range(0, size)
                        .mapToObj(i -> "removed.i" + i + " = nulled.i" + i)
                        .collect(Collectors.joining(" AND "))
                + ")";
    }

    /**
     * Returns the columns that tell whether a row of a table is still the same, without those that are set to null: its primary key, or all
     * where it has none, because a rowid that is no column may be another row's after a VACUUM.
     */
    List<String> identifying(SqliteTable table) {
        List<String> names = table.primaryKey().isEmpty() ? table.storedColumns() : table.primaryKey();
        return names.stream()
                .filter(name -> nulled.keySet().stream()
                        .noneMatch(key -> key.child().equals(table) && key.usesAny(List.of(name))))
                .filter(name -> !table.column(name).orElseThrow().generated())
                .toList();
    }

    /** Returns how many rows each table loses, or has set to null. */
    List<RepairPlan.Table> tables() throws SQLException {
        List<RepairPlan.Table> tables = new ArrayList<>();
        for (Map.Entry<SqliteTable, String> entry : removed.entrySet()) {
            String count = "SELECT count(*) FROM " + entry.getValue() + " WHERE fate = ";
            long nulls = 0;
            for (Map.Entry<SqliteKey, String> of : nulled.entrySet()) {
                if (of.getKey().child().equals(entry.getKey())) {
                    nulls += Sql.number(
                            connection,
                            "SELECT count(*) FROM " + of.getValue() + " nulled WHERE " + stays(of.getKey()));
                }
            }
            RepairPlan.Table table = new RepairPlan.Table(
                    entry.getKey().name(),
                    Sql.number(connection, count + QUARANTINED),
                    Sql.number(connection, count + DELETED),
                    nulls);
            if (table.removed() + table.nulled() > 0) {
                tables.add(table);
            }
        }
        return tables;
    }
}
