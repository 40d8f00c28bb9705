package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/**
 * The rows that an INSERT into one table adds, found by their rowids instead of SQLite's update hook, which costs as much as
 * the INSERT itself. If SQLite chooses the rowids, they follow the greatest existing one, which the number of rows verifies.
 */
final class AddedRows {
    private final SQLiteConnection connection;
    private final SchemaKey key;
    private final long greatest;

    private AddedRows(SQLiteConnection connection, SchemaKey key) throws SQLException {
        this.connection = connection;
        this.key = key;
        this.greatest = number("SELECT max(%s) FROM %s.%s", Long.MIN_VALUE);
    }

    /** Reads the statement before it runs; empty if it is not an INSERT into a child table, or does more than add rows. */
    static Optional<AddedRows> of(Investigation investigation, Catalogue catalogue, FailedStatement failed)
            throws SQLException {
        SqlStatement statement = failed.statement();
        boolean addsOnly = statement.tokens().get(0).is("INSERT")
                && !statement.says("REPLACE")
                && !statement.says("CONFLICT")
                && !catalogue.triggers()
                && !catalogue.replaces();
        if (!addsOnly) {
            return Optional.empty();
        }
        WrittenTables written = investigation.written(statement);
        for (SchemaKey key : catalogue.keys()) {
            if (key.childRowId().isPresent() && key.isChildIn(written)) {
                boolean reported = catalogue.keys().stream()
                        .filter(other ->
                                other.isChild(key.schema(), key.foreignKey().childTable()))
                        .allMatch(SchemaKey::isReportedByUpdateHook);
                return reported ? Optional.of(new AddedRows(investigation.connection(), key)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the added rows, after the statement has made so many changes; empty if they do not all follow the greatest rowid, or leave
     * a gap.
     */
    Optional<WrittenRows> rows(long changes) throws SQLException {
        long last = number("SELECT max(%s) FROM %s.%s", Long.MIN_VALUE);
        long first = number("SELECT min(%1$s) FROM %2$s.%3$s WHERE %1$s > " + SqlLiteral.of(greatest), last);
        boolean gapless = last > greatest && last - first == changes - 1;
        if (!gapless
                || number("SELECT count(*) FROM %2$s.%3$s WHERE %1$s > " + SqlLiteral.of(greatest), 0) != changes) {
            return Optional.empty();
        }
        WrittenRows rows = new WrittenRows();
        for (long row = 0; row < changes; row++) {
            rows.onUpdate(
                    SQLiteUpdateListener.Type.INSERT,
                    key.schema(),
                    key.foreignKey().childTable(),
                    first + row);
        }
        return Optional.of(rows);
    }

    private long number(String query, long otherwise) throws SQLException {
        String table = SqlNames.quoted(key.foreignKey().childTable());
        String sql = query.formatted(key.childRowId().orElseThrow(), SqlNames.quoted(key.schema()), table);
        return Query.rows(connection, sql).get(0).get(0) instanceof Long number ? number : otherwise;
    }
}
