package dev.referent.jdbc.unenforced;

import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.explain.DropTable;
import dev.referent.jdbc.explain.Violations;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * Rejects a DROP TABLE that would delete or change rows of other tables. With enforcement on, SQLite first deletes the table's
 * rows, with the actions of their foreign keys (sqlite.org/foreignkeys.html#fk_schemacommands), so that a table rebuild
 * silently loses the child rows. If a foreign key has no action, SQLite itself fails the statement.
 */
public final class DropTableGuard {
    /** The statements that change no row, and the meaning of no table's name. */
    private static final Set<String> HARMLESS = Set.of("SELECT", "VALUES", "BEGIN", "SAVEPOINT");

    /** What ends the name of what a CREATE creates. */
    private static final Set<String> AFTER_NAME = Set.of("(", "AS", "ON", "USING", "AFTER", "BEFORE", "INSTEAD");

    private final SQLiteConnection connection;
    /** The names that a string creates, to whether each is of a table that is certainly new and without triggers. */
    private final Map<String, Boolean> created = new HashMap<>();

    private DropTableGuard(SQLiteConnection connection) {
        this.connection = connection;
    }

    /**
     * Checks a statement before it is executed.
     *
     * @param sql the statement; of a multi-statement string, the first is checked
     * @return why it is rejected; empty if it may be executed
     */
    public static Optional<UnreportedViolation> violation(SQLiteConnection connection, String sql) throws SQLException {
        List<Token> statement = SqlScript.statements(sql).findFirst().orElse(List.of());
        return SqlStatement.isDropTable(statement)
                ? new DropTableGuard(connection).ofDrop(statement, sql)
                : Optional.empty();
    }

    /**
     * Checks the first DROP TABLE of a multi-statement string before the string is executed, if what comes before cannot change what
     * it does: queries, and what a table rebuild creates and fills. Each DROP TABLE is to be checked again when it is its turn.
     *
     * @return why the string is rejected; empty if it may be executed up to its DROP TABLE
     */
    public static Optional<UnreportedViolation> violationAhead(SQLiteConnection connection, String sql)
            throws SQLException {
        DropTableGuard guard = new DropTableGuard(connection);
        for (List<Token> statement : (Iterable<List<Token>>) SqlScript.statements(sql)::iterator) {
            if (SqlStatement.isDropTable(statement)) {
                DropTable drop = DropTable.of(statement);
                return guard.created.containsKey(SqlNames.folded(drop.table()))
                        ? Optional.empty()
                        : guard.ofDrop(statement, sql);
            }
            if (!guard.isHarmless(statement)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isHarmless(List<Token> statement) {
        return switch (statement.get(0).keyword()) {
            case "CREATE" -> {
                create(statement.stream()
                        .takeWhile(token -> !AFTER_NAME.contains(token.keyword()))
                        .toList());
                yield true;
            }
            case "INSERT" -> fillsNewTable(statement);
            default -> HARMLESS.contains(statement.get(0).keyword());
        };
    }

    /** Notes what a CREATE creates, whose name its first tokens end with. */
    private void create(List<Token> tokens) {
        if (SqlTokens.says(tokens, "TRIGGER")) {
            created.replaceAll((name, isNewTable) -> false);
        }
        boolean isNewTable = SqlTokens.says(tokens, "TABLE") && !SqlTokens.says(tokens, "EXISTS");
        created.put(SqlNames.folded(tokens.get(tokens.size() - 1).text()), isNewTable);
    }

    /** A new table has neither triggers nor child rows. */
    private boolean fillsNewTable(List<Token> insert) {
        List<Token> fromName =
                insert.stream().dropWhile(token -> !token.is("INTO")).skip(1).toList();
        int name = fromName.size() > 2 && fromName.get(1).is(".") ? 2 : 0;
        return name < fromName.size()
                && created.getOrDefault(SqlNames.folded(fromName.get(name).text()), false);
    }

    private Optional<UnreportedViolation> ofDrop(List<Token> statement, String sql) throws SQLException {
        DropTable drop = DropTable.of(statement);
        String text = sql.substring(
                statement.get(0).start(), statement.get(statement.size() - 1).end());
        // the driver keeps a transaction open while autoCommit is off
        boolean inTransaction = !connection.getAutoCommit() || OpenTransaction.in(connection);
        if (inTransaction && !locks(drop, text)) {
            return Optional.empty();
        }
        if (!drop.mayActOnOthers(connection, text) || !Enforcement.isOn(connection)) {
            return Optional.empty();
        }
        Optional<String> schema = drop.schemaIn(connection);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        OrphanQueries queries = new OrphanQueries(connection);
        WrittenTables written =
                WrittenTables.of(connection, text); // not those of a key that does not match its parent table
        for (SchemaKey key : new DatabaseSchema(schema.get()).keysTo(connection, drop.table())) {
            boolean acts = key.actsOnDelete() && !key.isWithinOneTable() && key.isChildIn(written);
            if (acts && queries.mayActOnChildren(key)) {
                return Optional.of(violation(key, queries));
            }
        }
        return Optional.empty();
    }

    /** Takes the lock of a DROP TABLE; returns false if it takes none, as that of a view or of a table of SQLite's own. */
    private boolean locks(DropTable drop, String sql) throws SQLException {
        Optional<String> schema = Query.compiles(connection, sql) ? drop.schemaIn(connection) : Optional.empty();
        if (schema.isPresent()) {
            DropTable.lock(connection, schema.get());
        }
        return schema.isPresent();
    }

    private UnreportedViolation violation(SchemaKey key, OrphanQueries queries) throws SQLException {
        Violations violations = Violations.ofAll();
        for (Map.Entry<KeyValues, Tally> parent : queries.referenced(key).entrySet()) {
            violations.addStillReferenced(
                    key, parent.getKey(), parent.getValue().rows());
        }
        String parent = key.foreignKey().parentTable();
        String action = key.foreignKey().onDelete().name().replace('_', ' ');
        String why = "DROP TABLE " + parent + " would delete its rows first, and ON DELETE " + action
                + " would act on those of " + key.foreignKey().childTable()
                + "; rebuild a table in a MigrationScope, or delete the rows first, if that is intended: ";
        return UnreportedViolation.of(why, violations.explanation(Optional.empty()), "found before the DROP TABLE");
    }
}
