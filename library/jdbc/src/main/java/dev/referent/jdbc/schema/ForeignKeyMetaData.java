package dev.referent.jdbc.schema;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The foreign keys of an SQLite database in JDBC's form, with their names, deferrability and implicit primary keys, of which
 * the driver's metadata reports few. A key without a declared name has the derived one, under which every exception reports it:
 * tools group the rows of a key by its name. As with the driver, a catalog and a schema are given back as they came; one that is
 * the name of a database (main, temp, or an attached one) selects that database.
 *
 * @param driver the driver's metadata, or a pool's around it
 */
public record ForeignKeyMetaData(DatabaseMetaData driver) {
    private static final Map<ReferentialAction, Integer> RULES = new EnumMap<>(Map.of(
            ReferentialAction.NO_ACTION, DatabaseMetaData.importedKeyNoAction,
            ReferentialAction.RESTRICT, DatabaseMetaData.importedKeyRestrict,
            ReferentialAction.CASCADE, DatabaseMetaData.importedKeyCascade,
            ReferentialAction.SET_NULL, DatabaseMetaData.importedKeySetNull,
            ReferentialAction.SET_DEFAULT, DatabaseMetaData.importedKeySetDefault));

    private static final Map<Deferrability, Integer> DEFERRABILITY = new EnumMap<>(Map.of(
            Deferrability.NOT_DEFERRABLE, DatabaseMetaData.importedKeyNotDeferrable,
            Deferrability.INITIALLY_IMMEDIATE, DatabaseMetaData.importedKeyInitiallyImmediate,
            Deferrability.INITIALLY_DEFERRED, DatabaseMetaData.importedKeyInitiallyDeferred));

    private static final List<String> COLUMNS = List.of(
            "PKTABLE_CAT",
            "PKTABLE_SCHEM",
            "PKTABLE_NAME",
            "PKCOLUMN_NAME",
            "FKTABLE_CAT",
            "FKTABLE_SCHEM",
            "FKTABLE_NAME",
            "FKCOLUMN_NAME",
            "KEY_SEQ",
            "UPDATE_RULE",
            "DELETE_RULE",
            "FK_NAME",
            "PK_NAME",
            "DEFERRABILITY");

    /** Where a caller looks for a table; without a name it is any table. */
    private record Place(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        boolean mayBeIn(String database, List<String> databases) {
            List<String> named = databases.stream()
                    .filter(name -> name.equalsIgnoreCase(schema) || name.equalsIgnoreCase(catalog))
                    .toList();
            return named.isEmpty() || named.contains(database);
        }
    }

    /** One row of the answer, before it is sorted. */
    private record Row(String table, int sequence, List<@Nullable Object> values) {}

    /**
     * Answers a call of the metadata.
     *
     * @param method getImportedKeys, getExportedKeys or getCrossReference
     * @return empty if no database has the table, which is the driver's to answer
     */
    public Optional<ResultSet> keys(String method, List<@Nullable Object> arguments) throws SQLException {
        Place first = place(arguments.subList(0, 3));
        Place any = new Place(first.catalog, first.schema, null);
        boolean imported = method.equals("getImportedKeys");
        boolean exported = method.equals("getExportedKeys");
        Place parent = imported ? any : first;
        Place child = imported ? first : exported ? any : place(arguments.subList(3, 6));
        SQLiteConnection connection = driver.getConnection().unwrap(SQLiteConnection.class);
        Optional<DatabaseSchema> database = database(connection, parent, child);
        if (database.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        for (DeclaredKey key : keys(connection, database.get(), parent, child)) {
            Optional<TableFacts> facts = database.get().table(connection, key.parent());
            rows.addAll(rows(key, facts, parent, child, imported));
        }
        rows.sort(Comparator.comparing(Row::table).thenComparing(Row::sequence));
        return Optional.of(resultSet(rows));
    }

    private static Place place(List<@Nullable Object> arguments) {
        return new Place((String) arguments.get(0), (String) arguments.get(1), (String) arguments.get(2));
    }

    /** Returns the database that has the table, searched in SQLite's order: temp, main, the attached ones. */
    private static Optional<DatabaseSchema> database(SQLiteConnection connection, Place parent, Place child)
            throws SQLException {
        List<String> names = Schemas.inOrderOfSearch(Schemas.databases(connection)).stream()
                .map(Schemas.Database::name)
                .toList();
        String table = child.table == null ? parent.table : child.table;
        for (String name : names) {
            DatabaseSchema schema = new DatabaseSchema(name);
            if (table != null
                    && parent.mayBeIn(name, names)
                    && child.mayBeIn(name, names)
                    && schema.table(connection, table).isPresent()) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }

    private static List<DeclaredKey> keys(
            SQLiteConnection connection, DatabaseSchema database, Place parent, Place child) throws SQLException {
        String parentTable = parent.table;
        if (child.table == null) {
            return parentTable == null ? List.of() : database.declaredKeysTo(connection, parentTable);
        }
        return database.declaredKeysFrom(connection, child.table).stream()
                .filter(key -> parentTable == null || SqlNames.same(key.parent(), parentTable))
                .toList();
    }

    private List<Row> rows(DeclaredKey key, Optional<TableFacts> facts, Place parent, Place child, boolean byParent)
            throws SQLException {
        String parentTable = facts.map(TableFacts::name).orElse(key.parent());
        List<String> parentColumns = parentColumns(key, facts);
        String primaryKey = facts.isPresent() && isPrimaryKey(facts.get(), parentColumns)
                ? primaryKeyName(parent, parentTable)
                : "";
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < key.childColumns().size(); i++) {
            List<@Nullable Object> values = Arrays.asList(
                    parent.catalog,
                    parent.schema,
                    parentTable,
                    i < parentColumns.size() ? parentColumns.get(i) : "",
                    child.catalog,
                    child.schema,
                    key.child(),
                    key.childColumns().get(i),
                    i + 1,
                    RULES.get(key.onUpdate()),
                    RULES.get(key.onDelete()),
                    key.name(),
                    primaryKey,
                    DEFERRABILITY.get(key.deferrability()));
            rows.add(new Row(byParent ? parentTable : key.child(), i + 1, values));
        }
        return rows;
    }

    private static List<String> parentColumns(DeclaredKey key, Optional<TableFacts> facts) {
        if (facts.isEmpty()) {
            return key.parentColumns();
        }
        return key.parentColumns().isEmpty()
                ? facts.get().primaryKey()
                : key.parentColumns().stream()
                        .map(column -> facts.get()
                                .column(column)
                                .map(found -> found.name())
                                .orElse(column))
                        .toList();
    }

    private static boolean isPrimaryKey(TableFacts table, List<String> columns) {
        return columns.size() == table.primaryKey().size() && columns.containsAll(table.primaryKey());
    }

    private String primaryKeyName(Place place, String table) throws SQLException {
        try (ResultSet columns = driver.getPrimaryKeys(place.catalog, place.schema, table)) {
            return columns.next() ? Objects.toString(columns.getString("PK_NAME"), "") : "";
        }
    }

    /** Returns the rows as a query of constants, which is how the driver makes a result set, too. */
    private ResultSet resultSet(List<Row> rows) throws SQLException {
        String columns = IntStream.range(0, COLUMNS.size())
                .mapToObj(i -> "column" + (i + 1) + " AS " + COLUMNS.get(i))
                .collect(Collectors.joining(", ", "SELECT ", " FROM "));
        String values = rows.isEmpty()
                ? literals(Collections.nCopies(COLUMNS.size(), null))
                : rows.stream().map(row -> literals(row.values)).collect(Collectors.joining(", "));
        Statement statement = driver.getConnection().createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery(columns + "(VALUES " + values + ")" + (rows.isEmpty() ? " LIMIT 0" : ""));
    }

    private static String literals(List<@Nullable Object> values) {
        return values.stream().map(SqlLiteral::of).collect(Collectors.joining(", ", "(", ")"));
    }
}
