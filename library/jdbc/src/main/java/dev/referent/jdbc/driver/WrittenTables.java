package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The tables that a statement can write, directly or through triggers and cascades, read from its compiled form.
 *
 * @param names the tables, as {@link #nameOf} forms their names
 * @param schemas the databases that hold them
 * @param used the databases that the statement reads or writes
 * @param indirect those of the tables that triggers and cascades write
 * @param areAll false if the statement writes the schema itself, or a virtual table, whose own tables are not known
 */
public record WrittenTables(
        Set<String> names, Set<String> schemas, Set<String> used, Set<String> indirect, boolean areAll) {
    /** The tables of a statement that writes nothing. */
    public static final WrittenTables NONE = new WrittenTables(Set.of(), Set.of(), Set.of(), Set.of(), true);

    private static final int ADDRESS = 0;
    private static final int OPCODE = 1;
    private static final int TRANSACTION_DATABASE = 2;
    private static final int ROOT_PAGE = 3;
    private static final int DATABASE = 4;

    private static final Long SCHEMA_PAGE = 1L;

    /** The operands of a DELETE without a condition, which empties a table that no foreign key is enforced for. */
    private static final int CLEARED_ROOT_PAGE = 2;

    private static final int CLEARED_DATABASE = 3;

    /** Reads the compiled form of a statement; its EXPLAIN takes no lock. */
    public static WrittenTables of(SQLiteConnection connection, String sql) throws SQLException {
        Map<Long, Set<Long>> rootPages = new HashMap<>();
        Map<Long, Set<Long>> indirect = new HashMap<>();
        Set<Object> transactions = new HashSet<>();
        boolean areAll = true;
        // the programs of triggers and cascades follow that of the statement, and each begins with the address 0
        int programs = 0;
        // read to its end before any other query: SQLite frees it when the schema is read again
        for (List<@Nullable Object> instruction : Query.rows(connection, "EXPLAIN " + sql)) {
            programs += Long.valueOf(0).equals(instruction.get(ADDRESS)) ? 1 : 0;
            Map<Long, Set<Long>> pages = programs > 1 ? indirect : rootPages;
            Object opcode = instruction.get(OPCODE);
            if ("OpenWrite".equals(opcode)) {
                areAll &= !SCHEMA_PAGE.equals(instruction.get(ROOT_PAGE));
                add(pages, instruction.get(DATABASE), instruction.get(ROOT_PAGE));
            } else if ("Clear".equals(opcode)) {
                add(pages, instruction.get(CLEARED_DATABASE), instruction.get(CLEARED_ROOT_PAGE));
            } else if ("VUpdate".equals(opcode)) {
                areAll = false;
            } else if ("Transaction".equals(opcode)) {
                transactions.add(Objects.requireNonNull(instruction.get(TRANSACTION_DATABASE)));
            }
        }
        return of(connection, rootPages, transactions, indirect, areAll);
    }

    /**
     * Returns the tables that a statement opens to read, as {@link #nameOf} forms their names, from its compiled form. A DELETE or an
     * UPDATE may open its own table so.
     */
    public static Set<String> readBy(SQLiteConnection connection, String sql) throws SQLException {
        Map<Long, Set<Long>> rootPages = new HashMap<>();
        for (List<@Nullable Object> instruction : Query.rows(connection, "EXPLAIN " + sql)) {
            if ("OpenRead".equals(instruction.get(OPCODE))) {
                add(rootPages, instruction.get(DATABASE), instruction.get(ROOT_PAGE));
            }
        }
        return of(connection, rootPages, Set.of(), Map.of(), true).names;
    }

    private static WrittenTables of(
            SQLiteConnection connection,
            Map<Long, Set<Long>> rootPages,
            Set<Object> transactions,
            Map<Long, Set<Long>> indirectPages,
            boolean areAll)
            throws SQLException {
        Set<String> names = new HashSet<>();
        Set<String> indirect = new HashSet<>();
        Set<String> schemas = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (List<@Nullable Object> database : Query.rows(connection, "PRAGMA database_list")) {
            String schema = String.valueOf(database.get(1));
            long number = (Long) Objects.requireNonNull(database.get(0));
            addTables(connection, schema, rootPages.getOrDefault(number, Set.of()), names);
            addTables(connection, schema, indirectPages.getOrDefault(number, Set.of()), indirect);
            if (rootPages.containsKey(number) || indirectPages.containsKey(number)) {
                schemas.add(schema);
            }
            if (transactions.contains(database.get(0))) {
                used.add(schema);
            }
        }
        names.addAll(indirect);
        return new WrittenTables(names, schemas, used, indirect, areAll);
    }

    private static void add(Map<Long, Set<Long>> rootPages, @Nullable Object database, @Nullable Object rootPage) {
        rootPages.computeIfAbsent((Long) database, unseen -> new HashSet<>()).add((Long) rootPage);
    }

    /** Adds the tables by their root pages; a table without rowid has the root page of its primary key. */
    private static void addTables(SQLiteConnection connection, String schema, Set<Long> pages, Set<String> names)
            throws SQLException {
        if (pages.isEmpty()) {
            return;
        }
        String list = pages.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String query =
                "SELECT tbl_name FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE rootpage IN (" + list + ")";
        for (List<@Nullable Object> table : Query.rows(connection, query)) {
            names.add(nameOf(schema, String.valueOf(table.get(0))));
        }
    }

    /** Returns whether a table is among them. */
    public boolean contains(String schema, String table) {
        return names.contains(nameOf(schema, table));
    }

    /** Returns the unique name of a table. */
    public static String nameOf(String schema, String table) {
        return SqlNames.folded(schema) + "." + SqlNames.folded(table);
    }
}
