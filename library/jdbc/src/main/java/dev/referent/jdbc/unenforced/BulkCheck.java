package dev.referent.jdbc.unenforced;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.unenforced.BulkStatement.Change;
import dev.referent.jdbc.unenforced.BulkStatement.Kind;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * Compares the orphan rows of the tables that a bulk write changes with those before it. A child table is read once before the
 * first statement that writes it or one of its parent tables, and once at the end if it may have new orphan rows.
 */
public final class BulkCheck extends ScopeCheck {
    /** How many SQL strings are remembered, of which a program has few, unless it writes values into them. */
    private static final int MOST_REMEMBERED = 1_000;

    private final Optional<LeftOutRows> leftOut;
    private final OrphanState before = OrphanState.before(connection);
    private final Map<String, Set<Change>> changes = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Set<Child> known = new HashSet<>();
    private final Set<Child> toCheck = new LinkedHashSet<>();
    private final Set<String> remembered = new HashSet<>();
    private final Map<String, DatabaseSchema> schemas = new LinkedHashMap<>();
    private boolean changesTables;

    private BulkCheck(SQLiteConnection connection, boolean leavesOut) {
        super(connection);
        this.leftOut = leavesOut ? Optional.of(new LeftOutRows(connection, changes, read)) : Optional.empty();
    }

    /** Begins a check that rejects rows without a parent row; reads nothing yet. */
    public static BulkCheck rejecting(SQLiteConnection connection) {
        return new BulkCheck(connection, false);
    }

    /** Begins a check that deletes inserted rows without a parent row again; reads nothing yet. */
    public static BulkCheck leavingOut(SQLiteConnection connection) {
        return new BulkCheck(connection, true);
    }

    /** A child table whose rows may become orphan rows. */
    private record Child(String schema, String table) {}

    @Override
    public List<LeftOutRows.Row> leftOut() {
        return leftOut.map(LeftOutRows::rows).orElse(List.of());
    }

    @Override
    public Optional<UnreportedViolation> beforeStatement(String sql, boolean inBatch) throws SQLException {
        includeAttached();
        if (remembered.contains(sql)) {
            return Optional.empty();
        }
        String first = SqlScript.split(sql).get(0);
        BulkStatement statement = new BulkStatement(first);
        Optional<UnreportedViolation> rejected = before(statement, first, inBatch);
        boolean isFollowedOnce = statement.kind() == Kind.READS || statement.kind() == Kind.WRITES;
        if (rejected.isEmpty() && isFollowedOnce && remembered.size() < MOST_REMEMBERED) {
            remembered.add(sql);
        }
        return rejected;
    }

    private Optional<UnreportedViolation> before(BulkStatement statement, String sql, boolean inBatch)
            throws SQLException {
        switch (statement.kind()) {
            case READS -> {}
            case WRITES -> {
                return changesTables ? Optional.empty() : beforeWrite(statement, sql);
            }
            case CHANGES_WRITES -> {
                if (inBatch && statement.mayChangeTriggers()) {
                    // the batch's next statements are compiled before it
                    includeAll();
                }
                followAgain();
            }
            case CHANGES_TABLES -> {
                includeAll();
                attached.follow(sql, inBatch);
            }
        }
        return Optional.empty();
    }

    private Optional<UnreportedViolation> beforeWrite(BulkStatement statement, String sql) throws SQLException {
        if (statement.readsChanges()) {
            includeAll();
            return Optional.empty();
        }
        WrittenTables written;
        Set<String> queried;
        try {
            written = WrittenTables.of(connection, sql);
            queried = leftOut.isPresent() ? WrittenTables.readBy(connection, sql) : Set.of();
        } catch (SQLException e) {
            // an earlier statement of the same batch may create the table
            includeAll();
            return Optional.empty();
        }
        if (!written.areAll()) {
            includeAll();
            return Optional.empty();
        }
        for (String table : written.names()) {
            note(table, statement.change(written, table));
        }
        boolean ownRowsOnly = statement.deletesWithoutQuery();
        queried.stream()
                .filter(this::mayHaveNewRows)
                .filter(table -> !ownRowsOnly
                        || written.indirect().contains(table)
                        || !written.names().contains(table))
                .forEach(read::add);
        for (String schema : written.schemas()) {
            Optional<UnreportedViolation> rejected = include(schema(schema), written);
            if (rejected.isPresent()) {
                return rejected;
            }
        }
        return Optional.empty();
    }

    /** Notes what a statement does to a table; one that read the table before its first new row is looked at again. */
    private void note(String table, Change change) {
        boolean added = mayHaveNewRows(table);
        changes.computeIfAbsent(table, unseen -> EnumSet.noneOf(Change.class)).add(change);
        if (!added && mayHaveNewRows(table)) {
            remembered.clear();
        }
    }

    private boolean mayHaveNewRows(String table) {
        return !Set.of(Change.DELETES).containsAll(changes.getOrDefault(table, Set.of()));
    }

    private DatabaseSchema schema(String name) {
        return schemas.computeIfAbsent(name, DatabaseSchema::new);
    }

    /**
     * Includes the written child tables, and those of the written parent tables: an inserted parent row may be that of existing
     * orphan rows.
     */
    private Optional<UnreportedViolation> include(DatabaseSchema schema, WrittenTables written) throws SQLException {
        for (String child : schema.whole(connection).children()) {
            if (written.contains(schema.name(), child)) {
                include(schema, child);
                toCheck.add(new Child(schema.name(), child));
                if (leftOut.isPresent()) {
                    leftOut.get().noteTriggers(schema.name(), child);
                }
            }
        }
        for (SchemaKey key : schema.whole(connection).keys()) {
            noteReplacing(schema, key.child());
            noteReplacing(schema, key.parent());
            if (written.contains(schema.name(), key.parent().name())) {
                include(schema, key.child().name());
                if (mayMakeOrphans(schema, key.parent())) {
                    toCheck.add(new Child(schema.name(), key.child().name()));
                }
            }
        }
        Optional<Undetermined> unchecked =
                before.unchecked().stream().map(OrphanState.Unchecked::reason).findFirst();
        return unchecked.map(reason -> UnreportedViolation.of(
                "a bulk write cannot check this table: ",
                new Explanation(List.of(), 0, Optional.of(reason)),
                "found by PRAGMA foreign_key_check"));
    }

    /** An INSERT may replace rows of a table whose constraints have an ON CONFLICT clause. */
    private void noteReplacing(DatabaseSchema schema, TableFacts table) {
        Set<Change> ofTable = changes.get(WrittenTables.nameOf(schema.name(), table.name()));
        if (ofTable != null && table.resolves()) {
            ofTable.add(Change.OTHER);
        }
    }

    /** Returns whether a change of a parent table may make child rows orphan rows, which inserted rows do if they are left out. */
    private boolean mayMakeOrphans(DatabaseSchema schema, TableFacts parent) {
        Set<Change> ofParent = changes.getOrDefault(WrittenTables.nameOf(schema.name(), parent.name()), Set.of());
        return leftOut.isPresent() || !Change.ADDITIONS.containsAll(ofParent);
    }

    /** Reads the existing orphan rows of a child table. */
    private void include(DatabaseSchema schema, String child) throws SQLException {
        if (known.add(new Child(schema.name(), child))) {
            before.read(schema, child);
            if (leftOut.isPresent()) {
                leftOut.get().keep(before.rows());
            }
        }
    }

    /** Includes all tables, because a statement may change the foreign keys, or cannot be followed. */
    private void includeAll() throws SQLException {
        if (changesTables) {
            return;
        }
        for (Database database : Schemas.databases(connection)) {
            DatabaseSchema schema = new DatabaseSchema(database.name());
            for (String child : schema.whole(connection).children()) {
                include(schema, child);
            }
        }
        changesTables = true;
    }

    @Override
    public void writtenByOthers() throws SQLException {
        if (!changesTables) {
            throw new SQLException("something else has written through the connection of the bulk write, which is not"
                    + " checked; write through the connection that its work is given");
        }
    }

    @Override
    void includeAttached() throws SQLException {
        for (Database database : attached.added()) {
            DatabaseSchema schema = new DatabaseSchema(database.name());
            for (String child : schema.whole(connection).children()) {
                known.remove(new Child(schema.name(), child)); // of another file that had the name
                include(schema, child);
            }
        }
    }

    @Override
    public void followAgain() {
        remembered.clear();
        schemas.clear();
    }

    @Override
    public void shared() throws SQLException {
        includeAll();
    }

    @Override
    Optional<UnreportedViolation> newOrphans(String why) throws SQLException {
        OrphanState after = after();
        Optional<Explanation> broken = after.minus(before);
        for (Optional<Explanation> rest = broken; rest.isPresent(); rest = after.minus(before)) {
            Optional<String> kept = leaveOut(after);
            if (kept.isPresent()) {
                return Optional.of(UnreportedViolation.ofOrphans(why + kept.get(), broken.orElseThrow()));
            }
            after = after();
        }
        return Optional.empty();
    }

    private OrphanState after() throws SQLException {
        OrphanState after = OrphanState.after(connection);
        if (changesTables) {
            return after.read();
        }
        for (Child child : toCheck) {
            after.read(schema(child.schema()), child.table());
        }
        return after;
    }

    /** Deletes the new orphan rows; returns why that is not possible, or is not asked for. */
    private Optional<String> leaveOut(OrphanState after) throws SQLException {
        if (leftOut.isEmpty()) {
            return Optional.of("");
        }
        return changesTables
                ? Optional.of("; its rows cannot be left out, because it may have changed tables or written through"
                        + " the driver's connection")
                : leftOut.get().leaveOut(after.added(before).keySet());
    }
}
