package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.differential.Orphans.Orphan;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Returns whether a statement writes an older orphan again, which SQLite checks as if it were new: a copy's triggers note
 * the keys of all child rows that are inserted, or updated in a way that makes SQLite look at their foreign key.
 */
final class Rewriting {
    private final Schema schema;
    private final Snapshot before;
    private final Sql sql;

    Rewriting(Schema schema, Snapshot before, Sql sql) {
        this.schema = schema;
        this.before = before;
        this.sql = sql;
    }

    boolean explains(Claim claim) throws SQLException {
        if (claim.kind() != Kind.MISSING_PARENT) {
            return false;
        }
        Key key = claim.key();
        try (Copy copy = new Copy(before)) {
            observe(copy, key);
            copy.execute("BEGIN; PRAGMA defer_foreign_keys=ON");
            List<Value> values = claim.values();
            return copy.run(sql).isAccepted()
                    && Query.rows(copy.connection, "SELECT * FROM noted").contains(values)
                    && Orphans.of(copy.connection, schema).containsKey(new Orphan(key, values));
        }
    }

    /** An update looks at a foreign key if it names one of its columns, or what one of them copies, and always where the table references itself. */
    private static void observe(Copy copy, Key key) throws SQLException {
        String values = key.childColumns().stream()
                .map(column -> "NEW." + column.quoted())
                .collect(Collectors.joining(", "));
        String nothing = key.childColumns().stream().map(column -> "NULL").collect(Collectors.joining(", "));
        String columns = key.childColumns().stream()
                .map(Column::written)
                .map(Column::quoted)
                .collect(Collectors.joining(", "));
        String update = key.child().equals(key.parent()) ? "UPDATE" : "UPDATE OF " + columns;
        String note = " ON " + key.child().qualified() + " BEGIN INSERT INTO noted VALUES (" + values + "); END";
        copy.execute("CREATE TEMP TABLE noted AS SELECT " + nothing);
        copy.execute("CREATE TEMP TRIGGER note_insert AFTER INSERT" + note);
        copy.execute("CREATE TEMP TRIGGER note_update AFTER " + update + note);
    }
}
