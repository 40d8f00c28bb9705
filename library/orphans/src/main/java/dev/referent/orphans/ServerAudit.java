package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Audits the schema of PostgreSQL, or the database of MariaDB, that a connection is in, with nothing but queries. */
final class ServerAudit {
    private final Connection connection;
    private final ServerCatalogue catalogue;
    private final String quote;
    private final Audit.Options options;

    private ServerAudit(Connection connection, ServerCatalogue catalogue, Audit.Options options) throws SQLException {
        this.connection = connection;
        this.catalogue = catalogue;
        this.quote = connection.getMetaData().getIdentifierQuoteString();
        this.options = options;
    }

    /**
     * Returns the audit of a server.
     *
     * @throws SQLException if it is neither PostgreSQL nor MariaDB
     */
    static ServerAudit of(Connection connection, String product, Audit.Options options) throws SQLException {
        ServerCatalogue catalogue =
                switch (product) {
                    case "PostgreSQL" -> ServerCatalogue.POSTGRESQL;
                    case "MariaDB" -> ServerCatalogue.MARIADB;
                    default ->
                        throw new SQLException(
                                "the connection is to " + product + "; SQLite, PostgreSQL and MariaDB are audited");
                };
        return new ServerAudit(connection, catalogue, options);
    }

    AuditReport report(String url) throws SQLException {
        List<ServerKey> declared = catalogue.keys(connection);
        ServerFindings declarations = new ServerFindings(quote);
        List<AuditReport.Key> keys = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (ServerKey key : declared) {
            AuditReport.Key audited = audited(key);
            keys.add(audited);
            options.progress().reached(key.child() + " (" + key.name() + ")", keys.size(), declared.size());
            if (audited.orphanRows().orElse(0) > 0 && key.parentExists()) {
                findings.add(OrphanFinding.of(audited));
            }
            findings.addAll(declarations.of(key));
        }
        if (catalogue.isOff(connection)) {
            findings.add(new Finding(
                    AuditRule.NOT_ENFORCED,
                    Optional.empty(),
                    Optional.empty(),
                    catalogue.message(),
                    Optional.of(catalogue.remedy())));
        }
        String engine = connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseProductVersion();
        return new AuditReport(url, engine, keys, findings);
    }

    private AuditReport.Key audited(ServerKey key) throws SQLException {
        String orphans = key.orphans(quote);
        long count = Sql.number(connection, "SELECT count(*)" + orphans);
        return new AuditReport.Key(
                key.name(),
                key.child(),
                key.childColumns(),
                key.parent(),
                key.parentColumns(),
                key.onDelete(),
                OptionalLong.of(count),
                count == 0 || options.samples() == 0 ? List.of() : samples(key, orphans),
                count == 0 || !options.keys() ? Map.of() : keys(key, orphans));
    }

    private List<OrphanRow> samples(ServerKey key, String orphans) throws SQLException {
        List<String> identity = primaryKey(key.child());
        List<String> columns = new ArrayList<>(identity);
        columns.addAll(key.childColumns());
        String list = ServerKey.quoted(quote, "child.", columns);
        List<OrphanRow> rows = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT " + list + orphans + " LIMIT " + options.samples(),
                row -> rows.add(new OrphanRow(
                        OrphanRow.named(identity, row.subList(0, identity.size())),
                        OrphanRow.named(key.childColumns(), row.subList(identity.size(), row.size())))));
        return rows;
    }

    private Map<String, Long> keys(ServerKey key, String orphans) throws SQLException {
        String columns = ServerKey.quoted(quote, "child.", key.childColumns());
        String query = "SELECT " + columns + ", count(*)" + orphans + " GROUP BY " + columns + " ORDER BY " + columns
                + " LIMIT " + (OrphanScan.KEY_BOUND + 1);
        Map<String, Long> keys = new LinkedHashMap<>();
        Sql.each(connection, query, row -> {
            String literals =
                    row.subList(0, row.size() - 1).stream().map(SqlText::of).collect(Collectors.joining(", "));
            keys.merge(literals, Sql.number(row.get(row.size() - 1)), Long::sum);
        });
        return keys.size() > OrphanScan.KEY_BOUND ? Map.of() : keys;
    }

    private List<String> primaryKey(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet keys =
                connection.getMetaData().getPrimaryKeys(connection.getCatalog(), connection.getSchema(), table)) {
            while (keys.next()) {
                columns.add(keys.getString("COLUMN_NAME"));
            }
        }
        return columns;
    }
}
