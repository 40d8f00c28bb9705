package dev.referent.orphans;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Assertions about foreign keys for an application's own tests, on SQLite, PostgreSQL or MariaDB. They need no test library, throw
 * {@link AssertionError} and only read.
 */
public final class ForeignKeyAssertions {
    private static final Map<String, String> ENFORCED = Map.of(
            "SQLite", "PRAGMA foreign_keys",
            "PostgreSQL", "SELECT CASE current_setting('session_replication_role') WHEN 'replica' THEN 0 ELSE 1 END",
            "MariaDB", "SELECT @@foreign_key_checks");

    private ForeignKeyAssertions() {}

    /**
     * Asserts that connections enforce foreign keys.
     *
     * @param source the data source
     * @param connections how many are taken at once, such as a pool's size; each is returned
     * @throws AssertionError if one does not, or the database is none of the three
     * @throws SQLException if the source does not hand out so many connections
     */
    public static void assertEnforced(DataSource source, int connections) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 1; i <= connections; i++) {
                Connection connection = source.getConnection();
                taken.add(connection);
                if (!isEnforced(connection)) {
                    throw new AssertionError("connection " + i + " of " + connections
                            + " does not enforce foreign keys; wrap the data source: EnforcedDataSource.wrap(…)");
                }
            }
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private static boolean isEnforced(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String query = ENFORCED.get(product);
        if (query == null) {
            throw new AssertionError("whether " + product + " enforces foreign keys is not known");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() && rows.getInt(1) == 1;
        }
    }

    /**
     * Asserts that the schema declares foreign keys, and that the database can use each.
     *
     * @param source the data source
     * @param names the keys' declared names, or the derived ones ({@code <child>_<columns>_fkey}); the schema may have others, too
     * @throws AssertionError if one is missing, or its parent table or parent key is
     * @throws SQLException if the schema cannot be read
     */
    public static void assertDeclared(DataSource source, String... names) throws SQLException {
        AuditReport report = Audit.of(source).samples(0).run();
        List<AuditReport.Key> keys = report.keys();
        TreeSet<String> declared =
                keys.stream().map(AuditReport.Key::name).collect(Collectors.toCollection(TreeSet::new));
        for (String name : names) {
            if (!declared.contains(name)) {
                throw new AssertionError("the schema declares no foreign key " + name + "; it declares " + declared);
            }
            boolean withoutParent = report.findings().stream()
                    .anyMatch(finding -> finding.rule() == AuditRule.PARENT_TABLE_MISSING
                            && finding.foreignKey().filter(name::equals).isPresent());
            if (withoutParent
                    || keys.stream()
                            .anyMatch(key ->
                                    key.name().equals(name) && key.orphanRows().isEmpty())) {
                throw new AssertionError("the database cannot use the foreign key " + name);
            }
        }
    }

    /**
     * Asserts that no row lacks a parent row.
     *
     * @param source the data source
     * @throws AssertionError if there are orphan rows; the message has a line for each key with the number of its orphan rows, and one
     *     for each of the first of them
     * @throws SQLException if the database cannot be read
     */
    public static void assertNoOrphanRows(DataSource source) throws SQLException {
        AuditReport report = Audit.of(source).run();
        List<AuditReport.Key> broken = report.keys().stream()
                .filter(key -> key.orphanRows().orElse(0) > 0)
                .toList();
        if (!broken.isEmpty()) {
            String lines = broken.stream()
                    .flatMap(key -> Stream.concat(
                            Stream.of("  " + OrphanFinding.message(key) + " (foreign key " + key.name() + ")"),
                            key.rows().stream().map(row -> "    " + row)))
                    .map(line -> "\n" + ReportFormat.visible(line))
                    .collect(Collectors.joining());
            throw new AssertionError(
                    "the database has " + TerminalReport.count(report.orphanRows(), "orphan row") + ":" + lines);
        }
    }
}
