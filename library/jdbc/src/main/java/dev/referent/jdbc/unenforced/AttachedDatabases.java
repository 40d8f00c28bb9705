package dev.referent.jdbc.unenforced;

import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/** Finds the databases that work without enforcement attaches, whose orphan rows exist before it writes there. */
final class AttachedDatabases {
    private static final Pattern ATTACH = Pattern.compile("\\battach\\b", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection connection;
    private Set<Database> known = Set.of();
    private boolean attaching;

    AttachedDatabases(SQLiteConnection connection) {
        this.connection = connection;
    }

    /** Follows a statement before it is executed; in a batch, others may write to the database before its orphan rows can be read. */
    void follow(String sql, boolean inBatch) throws SQLException {
        attaching = !inBatch && ATTACH.matcher(sql).find();
        if (attaching) {
            known = Set.copyOf(Schemas.databases(connection));
        }
    }

    /** Returns the databases that the last statement has attached, once. */
    List<Database> added() throws SQLException {
        if (!attaching) {
            return List.of();
        }
        attaching = false;
        return Schemas.databases(connection).stream()
                .filter(database -> !known.contains(database))
                .toList();
    }
}
