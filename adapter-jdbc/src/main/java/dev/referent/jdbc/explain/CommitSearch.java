package dev.referent.jdbc.explain;

import dev.referent.core.integrity.Explanation;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Scope;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.Script;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * Finds the orphan rows that a transaction would have added, at its refused COMMIT. They are there to be looked at, and what
 * was there before the transaction is what another connection to the same file still sees.
 */
final class CommitSearch {
    /** A statement that breaks an immediate and a deferred key at once is undone, and its deferred count is not. */
    private static final String PHANTOM = "no child row lacks its parent because of this transaction: SQLite counts a"
            + " violation that is not there, as it does when it has refused a statement that broke a deferred key as well;"
            + " roll back and begin anew";

    private final SQLiteConnection connection;
    private final Catalogue catalogue;
    private final TimeLimit limit;

    CommitSearch(SQLiteConnection connection, Catalogue catalogue, TimeLimit limit) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.limit = limit;
    }

    /**
     * Explains the refusal.
     *
     * @param statements the texts that the transaction ran; empty if they are not known
     */
    Explanation explanation(Optional<Set<String>> statements) throws SQLException {
        List<SchemaKey> keys = pendingKeys(statements);
        Violations violations = Violations.ofAll();
        Optional<String> gap = Optional.empty();
        for (String schema : keys.stream().map(SchemaKey::schema).distinct().toList()) {
            OrphanQueries uncommitted = new OrphanQueries(connection);
            Findings now = limit.interrupting(() -> orphans(uncommitted, schema, keys));
            if (!now.isEmpty()) {
                Optional<String> file = file(schema);
                if (file.isEmpty()) {
                    gap = Optional.of(inMemory(keys, now));
                    continue;
                }
                try (SQLiteConnection committed = committed(file.get())) {
                    limit.alsoOf(committed);
                    OrphanQueries older = OrphanQueries.ofCommitted(committed);
                    Findings before = limit.interrupting(() -> orphans(older, schema, keys));
                    now.beyond(before).addTo(violations, older);
                }
            }
        }
        return violations.explanation(gap.isEmpty() && violations.size() == 0 ? Optional.of(PHANTOM) : gap);
    }

    /** Keys that are judged at commit: the deferred ones, or all, of the tables that the transaction wrote. */
    private List<SchemaKey> pendingKeys(Optional<Set<String>> statements) throws SQLException {
        boolean all = Enforcement.isOn(connection, "defer_foreign_keys");
        Optional<Set<String>> written = written(statements);
        return catalogue.keys().stream()
                .filter(key -> all || key.foreignKey().deferred())
                .filter(key -> written.isEmpty()
                        || written.get()
                                .contains(WrittenTables.nameOf(
                                        key.schema(), key.foreignKey().childTable()))
                        || written.get()
                                .contains(WrittenTables.nameOf(
                                        key.schema(), key.foreignKey().parentTable())))
                .toList();
    }

    private Optional<Set<String>> written(Optional<Set<String>> statements) {
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        try {
            // an EXPLAIN moves changes(), which the scope puts back
            return Optional.of(Scope.undone(connection, () -> {
                Set<String> written = new HashSet<>();
                for (String text : statements.get()) {
                    for (String sql : Script.of(text)) {
                        if (Rerun.isWrite(sql)) {
                            written.addAll(WrittenTables.of(connection, sql));
                        }
                    }
                }
                return written;
            }));
        } catch (SQLException e) {
            // a table may have changed since
            return Optional.empty();
        }
    }

    private static Findings orphans(OrphanQueries orphans, String schema, List<SchemaKey> keys) throws SQLException {
        Findings found = new Findings();
        for (SchemaKey key : keys) {
            if (key.schema().equals(schema)) {
                found.put(key, orphans.all(key));
            }
        }
        return found;
    }

    private static String inMemory(List<SchemaKey> keys, Findings now) {
        return keys.stream()
                .flatMap(key -> now.of(key).keySet().stream()
                        .map(values -> key.foreignKey().name() + " = " + values.values()))
                .limit(10)
                .collect(Collectors.joining(
                        ", ",
                        "of a database in memory, or a temporary one, nothing tells what was there before the transaction;"
                                + " child rows without a parent row: ",
                        ""));
    }

    private Optional<String> file(String schema) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT file FROM pragma_database_list WHERE name = ?")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return Optional.ofNullable(row.next() ? row.getString(1) : null).filter(file -> !file.isEmpty());
            }
        }
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
