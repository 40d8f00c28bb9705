package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Returns whether a RESTRICT rejects a statement on its own: on a copy whose schema leaves RESTRICT to that one key, and
 * defers every other one.
 */
final class Restriction {
    private final Schema schema;
    private final Snapshot before;
    private final Sql sql;

    Restriction(Schema schema, Snapshot before, Sql sql) {
        this.schema = schema;
        this.before = before;
        this.sql = sql;
    }

    boolean rejects(Claim claim) throws SQLException {
        Key key = claim.key();
        if (!key.restricts() || claim.kind() != Kind.STILL_REFERENCED) {
            return false;
        }
        try (Copy copy = new Copy(before)) {
            boolean triggers = hasTriggers(copy);
            if (!triggers && !mayWriteChildren(key) && !hasChildren(copy, claim)) {
                return false;
            }
            if (!triggers && isLeaf(key)) {
                keepOnly(copy, claim);
            }
            copy.execute("PRAGMA writable_schema=ON");
            for (Table table : schema.tables) {
                rewrite(copy, table, key);
            }
            copy.execute("PRAGMA writable_schema=RESET");
            copy.execute("BEGIN");
            return copy.run(sql).isRestrict();
        }
    }

    /** A trigger may make the child rows that stand in the way. */
    private static boolean hasTriggers(Copy copy) throws SQLException {
        String triggers = "SELECT 1 FROM sqlite_schema WHERE type = 'trigger'"
                + " UNION ALL SELECT 1 FROM temp.sqlite_schema WHERE type = 'trigger'";
        return !Query.rows(copy.connection, triggers).isEmpty();
    }

    /** Returns whether the child rows of other values can be taken away without any effect but that on this key. */
    private boolean isLeaf(Key key) {
        return schema.keys().noneMatch(other -> other.parent().equals(key.child())) && !mayWriteChildren(key);
    }

    /** Returns whether the statement may itself make the child rows that stand in the way. */
    private boolean mayWriteChildren(Key key) {
        return sql.text().contains(key.child().quoted());
    }

    /** Returns the condition under which a child row {@code c} has the parent row of that claim. */
    private static String references(Claim claim) {
        Key key = claim.key();
        StringBuilder parent = new StringBuilder(key.matches());
        for (int i = 0; i < claim.values().size(); i++) {
            String column = "p." + key.parentColumns().get(i).quoted();
            String value = claim.values().get(i).literal();
            parent.append(" AND %1$s IS %2$s COLLATE BINARY AND typeof(%1$s) = typeof(%2$s)".formatted(column, value));
        }
        return "EXISTS (SELECT 1 FROM " + key.parent().qualified() + " p WHERE " + parent + ")";
    }

    private static void keepOnly(Copy copy, Claim claim) throws SQLException {
        copy.execute("PRAGMA foreign_keys=OFF");
        copy.execute("DELETE FROM " + claim.key().child().qualified() + " AS c WHERE NOT " + references(claim));
        copy.execute("PRAGMA foreign_keys=ON");
    }

    private static void rewrite(Copy copy, Table table, Key restricting) throws SQLException {
        String update =
                "UPDATE " + Names.quoted(table.schema) + ".sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?";
        try (PreparedStatement statement = copy.connection.prepareStatement(update)) {
            statement.setString(1, table.rewritten(key -> clause(key, restricting)));
            statement.setString(2, table.name);
            statement.executeUpdate();
        }
    }

    private static String clause(Key key, Key restricting) {
        return key.equals(restricting)
                ? key.clause()
                : key.clause(harmless(key.onDelete()), harmless(key.onUpdate()), Key.DEFERRED);
    }

    private static ReferentialAction harmless(ReferentialAction action) {
        return action == ReferentialAction.RESTRICT ? ReferentialAction.NO_ACTION : action;
    }

    private static boolean hasChildren(Copy copy, Claim claim) throws SQLException {
        String query = "SELECT 1 FROM " + claim.key().child().qualified() + " c WHERE " + references(claim);
        return !Query.rows(copy.connection, query).isEmpty();
    }
}
