package dev.referent.jdbc.unenforced;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.explain.DropTable;
import dev.referent.jdbc.explain.Violations;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/**
 * Rejects a DROP TABLE that would delete or change rows of other tables. With enforcement on, SQLite first deletes the table's
 * rows, with the actions of their foreign keys (sqlite.org/foreignkeys.html#fk_schemacommands), so that a table rebuild
 * silently loses the child rows. If a foreign key has no action, SQLite itself fails the statement.
 */
public final class DropTableGuard {
    private static final Pattern DROP = Pattern.compile("drop", Pattern.CASE_INSENSITIVE);

    private static final Set<ReferentialAction> ACTIONS =
            Set.of(ReferentialAction.CASCADE, ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT);

    /** The statements that change or delete rows of the tables that they name. */
    private static final Set<String> REMOVES = Set.of("DELETE", "UPDATE", "REPLACE", "WITH", "DROP", "ALTER");

    private final SQLiteConnection connection;
    private final Set<String> changed = new HashSet<>();
    private boolean inTransaction;

    private DropTableGuard(SQLiteConnection connection) {
        this.connection = connection;
    }

    /** Returns whether a SQL string is certainly one statement that begins with another letter. */
    private static boolean isAnother(String sql) {
        char first = sql.isEmpty() ? ' ' : sql.charAt(0);
        return Character.isLetter(first) && first != 'D' && first != 'd' && SqlScript.isSingleStatement(sql);
    }

    /**
     * Checks a SQL string before it is executed, ignoring tables whose rows an earlier statement of the same string deletes,
     * updates or drops.
     *
     * @return why the string is rejected; empty if it may be executed
     */
    public static Optional<UnreportedViolation> violation(SQLiteConnection connection, String sql) throws SQLException {
        return !isAnother(sql) && DROP.matcher(sql).find()
                ? new DropTableGuard(connection)
                        .violation(SqlScript.statements(sql).toList())
                : Optional.empty();
    }

    private static boolean isDropTable(List<Token> statement) {
        return statement.size() > 2
                && statement.get(0).is("DROP")
                && statement.get(1).is("TABLE");
    }

    private Optional<UnreportedViolation> violation(List<List<Token>> statements) throws SQLException {
        for (List<Token> statement : statements) {
            String keyword = statement.get(0).keyword();
            if (keyword.equals("PRAGMA") && SqlTokens.says(statement, "foreign_keys") && isOutsideOfTransactions()) {
                return Optional.empty();
            }
            inTransaction = inTransaction || keyword.equals("BEGIN") || keyword.equals("SAVEPOINT");
            Optional<UnreportedViolation> violation =
                    isDropTable(statement) ? ofDrop(DropTable.of(statement)) : Optional.empty();
            if (violation.isPresent()) {
                return violation;
            }
            if (REMOVES.contains(keyword)) {
                statement.forEach(token -> changed.add(token.text().toLowerCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }

    private boolean isOutsideOfTransactions() throws SQLException {
        return !inTransaction && !OpenTransaction.in(connection);
    }

    private Optional<UnreportedViolation> ofDrop(DropTable drop) throws SQLException {
        Optional<String> schema =
                changed.contains(drop.table().toLowerCase(Locale.ROOT)) ? Optional.empty() : drop.schemaIn(connection);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        // the driver keeps a transaction open while autoCommit is off
        if (!connection.getAutoCommit() || OpenTransaction.in(connection)) {
            DropTable.lock(connection, schema.get());
        }
        if (!drop.mayActOnOthers(connection) || !Enforcement.isOn(connection, "foreign_keys")) {
            return Optional.empty();
        }
        OrphanQueries queries = new OrphanQueries(connection);
        for (SchemaKey key : new DatabaseSchema(schema.get()).keysTo(connection, drop.table())) {
            if (changesChildren(key) && queries.mayActOnChildren(key)) {
                return Optional.of(violation(key, queries));
            }
        }
        return Optional.empty();
    }

    private boolean changesChildren(SchemaKey key) {
        String child = key.foreignKey().childTable().toLowerCase(Locale.ROOT);
        return ACTIONS.contains(key.foreignKey().onDelete())
                && !child.equalsIgnoreCase(key.foreignKey().parentTable())
                && !changed.contains(child);
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
