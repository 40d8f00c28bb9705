package dev.referent.jdbc.explain;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.sql.Script;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * Finds the orphan rows that a transaction would have added, at its failed COMMIT. They are there to be looked at, and what
 * was there before the transaction is what another connection to the same file still sees.
 */
final class CommitSearch {
    private static final String MAIN = "main";
    private static final int LISTED = 10;

    private static final Set<String> READS = Set.of("SELECT", "PRAGMA", "EXPLAIN", "ATTACH", "DETACH");

    private final Investigation investigation;
    private final SQLiteConnection connection;
    private final Deadline deadline;
    private final boolean all;

    /**
     * Searches at a COMMIT.
     *
     * @param all whether all keys are checked at COMMIT, not the deferred ones alone
     */
    CommitSearch(Investigation investigation, boolean all) {
        this.all = all;
        this.investigation = investigation;
        this.connection = investigation.connection();
        this.deadline = investigation.deadline();
    }

    /**
     * Adds the violations; returns what is missing.
     *
     * @param statements the SQL that the transaction ran; empty if it is not known
     */
    Optional<Undetermined> addTo(Violations violations, Optional<Set<String>> statements) throws SQLException {
        Optional<Undetermined> gap = Optional.empty();
        Set<String> written = writtenDatabases(statements);
        for (Database database : investigation.databases()) {
            if (written.contains(database.name())) {
                Optional<Undetermined> missing = addTo(violations, database);
                gap = gap.or(() -> missing);
            }
        }
        return gap.isEmpty() && violations.size() == 0 ? Optional.of(nothingFound(written)) : gap;
    }

    /** A violation that is only counted is told from one that a change of the schema hides. */
    private Undetermined nothingFound(Set<String> written) throws SQLException {
        for (Database database : investigation.databases()) {
            if (written.contains(database.name()) && !hasSameSchema(database)) {
                return Reason.SCHEMA_CHANGED.because("none");
            }
        }
        return Reason.COUNTED_ONLY.because();
    }

    /** Returns whether the schema is as before the transaction; that of a database in memory is taken to be. */
    private boolean hasSameSchema(Database database) throws SQLException {
        if (database.file().isEmpty()) {
            return true;
        }
        String version = "PRAGMA " + SqlNames.quoted(database.name()) + ".schema_version";
        try (SQLiteConnection committed = committed(database.file())) {
            return Query.number(connection, version) == Query.number(committed, "PRAGMA schema_version");
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Returns the databases that the transaction may have written; another one is not read, as that would lock it until the
     * transaction ends.
     */
    private Set<String> writtenDatabases(Optional<Set<String>> statements) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        investigation.inOrderOfSearch().forEach(database -> names.add(database.name()));
        if (statements.isEmpty() || names.size() == 1) {
            return names;
        }
        Set<String> words = new HashSet<>();
        for (String sql : statements.get()) {
            List<Token> tokens = SqlTokens.of(sql);
            boolean writesNothing =
                    !tokens.isEmpty() && READS.contains(tokens.get(0).keyword()) && Script.isOne(sql);
            tokens.stream().filter(token -> !writesNothing).forEach(token -> words.add(token.text()));
        }
        Set<String> written = new HashSet<>();
        for (String word : words) {
            investigation.inOrderOfSearch().stream()
                    .filter(database -> investigation.holds(database, word))
                    .findFirst()
                    .ifPresent(database -> written.add(database.name()));
            names.stream().filter(word::equalsIgnoreCase).forEach(written::add);
        }
        return written;
    }

    private Optional<Undetermined> addTo(Violations violations, Database database) throws SQLException {
        List<SchemaKey> keys =
                deadline.interrupting(() -> investigation.schema(database).whole(connection).keys().stream()
                        .filter(key -> all || key.foreignKey().deferred())
                        .toList());
        Optional<Undetermined> withoutParentTable = deadline.interrupting(() -> withoutParentTable(database));
        OrphanCount now = deadline.interrupting(() -> orphans(investigation.orphans(), keys));
        if (now.isEmpty()) {
            return withoutParentTable;
        }
        return before(violations, database, keys, now).or(() -> withoutParentTable);
    }

    /** Adds the orphan rows that were not there before; returns why that is not known. */
    private Optional<Undetermined> before(
            Violations violations, Database database, List<SchemaKey> keys, OrphanCount now) throws SQLException {
        if (database.file().isEmpty()) {
            return Optional.of(Reason.STATE_BEFORE_UNKNOWN.because(
                    "the database " + database.name(), "it is in memory, or temporary", listed(keys, now)));
        }
        try (SQLiteConnection committed = committed(database.file())) {
            deadline.alsoOf(committed);
            List<SchemaKey> orphaned =
                    keys.stream().filter(key -> !now.of(key).isEmpty()).toList();
            Set<SchemaKey> added = new HashSet<>();
            Set<SchemaKey> knownParents = new HashSet<>();
            for (SchemaKey key : orphaned) {
                Comparison comparison = deadline.interrupting(() -> comparison(committed, key));
                if (comparison == Comparison.OTHER) {
                    return Optional.of(Reason.SCHEMA_CHANGED.because(listed(keys, now)));
                }
                if (comparison == Comparison.NEW) {
                    added.add(key);
                    if (isOnTheSamePages(committed, key.schema(), key.parent().name())) {
                        knownParents.add(key);
                    }
                }
            }
            OrphanQueries older = OrphanQueries.ofCommitted(committed);
            OrphanCount before = deadline.interrupting(() -> orphans(
                    older, orphaned.stream().filter(key -> !added.contains(key)).toList()));
            Predicate<SchemaKey> knewParent = key -> !added.contains(key) || knownParents.contains(key);
            OrphanCount more = now.minus(before);
            more.onlyOf(knewParent).addTo(violations, older);
            more.onlyOf(knewParent.negate()).addTo(violations, investigation.orphans());
            return Optional.empty();
        } catch (SQLException e) {
            if (deadline.isOver()) {
                throw e;
            }
            return Optional.of(Reason.STATE_BEFORE_UNKNOWN.because(
                    database.file(), String.valueOf(e.getMessage()), listed(keys, now)));
        }
    }

    /** How the tables of a foreign key compare with those before the transaction. */
    private enum Comparison {
        SAME,
        NEW,
        OTHER
    }

    /**
     * A table is the same if its rows are on the same pages, whatever it is called, and new if they are on pages of no table.
     */
    private Comparison comparison(SQLiteConnection committed, SchemaKey key) throws SQLException {
        String child = key.child().name();
        boolean same = isOnTheSamePages(committed, key.schema(), child)
                && isOnTheSamePages(committed, key.schema(), key.parent().name())
                && new DatabaseSchema(MAIN).keysFrom(committed, child).stream().anyMatch(older -> older.foreignKey()
                        .equals(key.foreignKey()));
        if (same) {
            return Comparison.SAME;
        }
        long page = rootPage(connection, key.schema(), child);
        boolean isNew = !Query.hasRow(committed, "SELECT 1 FROM main.sqlite_schema WHERE rootpage = " + page);
        return isNew ? Comparison.NEW : Comparison.OTHER;
    }

    private boolean isOnTheSamePages(SQLiteConnection committed, String schema, String table) throws SQLException {
        return rootPage(connection, schema, table) == rootPage(committed, MAIN, table);
    }

    private static long rootPage(SQLiteConnection of, String schema, String table) throws SQLException {
        return Query.number(of, "SELECT rootpage" + table(schema, table));
    }

    private static String table(String schema, String name) {
        return " FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE type = 'table' AND name = "
                + SqlLiteral.of(name) + " COLLATE NOCASE";
    }

    private static OrphanCount orphans(OrphanQueries orphans, List<SchemaKey> keys) throws SQLException {
        OrphanCount found = new OrphanCount();
        for (SchemaKey key : keys) {
            found.put(key, orphans.all(key));
        }
        return found;
    }

    /** Returns a key that is checked at COMMIT, and whose child rows have no parent table; empty if there is none. */
    private Optional<Undetermined> withoutParentTable(Database database) throws SQLException {
        for (DeclaredKey key : investigation.schema(database).keysWithoutParentTable(connection)) {
            String columns = SqlNames.quoted("", key.childColumns(), " IS NOT NULL AND ") + " IS NOT NULL";
            String query = "SELECT 1 FROM " + SqlNames.quoted(database.name()) + "." + SqlNames.quoted(key.child())
                    + " WHERE " + columns;
            if ((all || key.deferred()) && Query.hasRow(connection, query)) {
                return Optional.of(Reason.NO_PARENT_TABLE.because(
                        key.child(), String.join(", ", key.childColumns()), key.parent()));
            }
        }
        return Optional.empty();
    }

    private static String listed(List<SchemaKey> keys, OrphanCount now) {
        return keys.stream()
                .flatMap(key -> now.of(key).keySet().stream()
                        .map(values -> key.foreignKey().name() + " = " + values.values()))
                .limit(LISTED)
                .collect(Collectors.joining(", "));
    }

    /** Opens the file a second time, only to read; what the transaction has written is not to be seen there. */
    private static SQLiteConnection committed(String file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(0);
        Connection opened =
                config.createConnection("jdbc:sqlite:" + Path.of(file).toUri());
        return opened.unwrap(SQLiteConnection.class);
    }
}
