package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Audits one SQLite database on a connection, with nothing but queries. */
final class SqliteAudit {
    private final Connection connection;
    private final Audit.Options options;

    SqliteAudit(Connection connection, Audit.Options options) {
        this.connection = connection;
        this.options = options;
    }

    /** Audits the main database of a connection of the application. */
    AuditReport report(String database) throws SQLException {
        boolean wal = Sql.texts(connection, "PRAGMA main.journal_mode").contains("wal");
        return report(database, wal, Optional.empty());
    }

    /**
     * Audits a file.
     *
     * @param wal whether it is in WAL mode, where readers and the writer do not wait for each other
     * @param writer the version of SQLite that wrote it last
     */
    AuditReport report(String database, boolean wal, Optional<SqliteVersion> writer) throws SQLException {
        // one state of the file, where that keeps nobody waiting
        if (!wal || !connection.getAutoCommit()) {
            return read(database, wal, writer);
        }
        try (Snapshot snapshot = new Snapshot(connection)) {
            snapshot.begin();
            return read(database, wal, writer);
        }
    }

    /** A transaction that only reads. */
    private record Snapshot(Connection connection) implements AutoCloseable {
        void begin() throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private AuditReport read(String database, boolean wal, Optional<SqliteVersion> writer) throws SQLException {
        String version = Sql.texts(connection, "SELECT sqlite_version()").get(0);
        List<AuditReport.Key> keys = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try (SchemaTwin twin = SchemaTwin.of(connection)) {
            SqliteSchema schema = SqliteSchema.of(connection, twin);
            SchemaFindings declarations = new SchemaFindings(twin);
            for (SqliteKey key : schema.keys()) {
                AuditReport.Key audited =
                        audited(key, keys.size(), schema.keys().size());
                keys.add(audited);
                orphans(audited, key).ifPresent(findings::add);
                findings.addAll(declarations.of(key));
            }
            findings.addAll(PossibleReferences.of(schema));
        }
        engineBug(SqliteVersion.of(version), "reads this file", wal).ifPresent(findings::add);
        if (wal) {
            writer.flatMap(last -> engineBug(last, "wrote this file last", true))
                    .ifPresent(findings::add);
        }
        return new AuditReport(database, "SQLite " + version, keys, findings);
    }

    private AuditReport.Key audited(SqliteKey key, int place, int total) throws SQLException {
        String step = key.child().name() + " (" + key.name() + ")";
        OptionalLong count = OptionalLong.empty();
        List<OrphanRow> rows = List.of();
        Map<String, Long> values = Map.of();
        if (key.mismatch().isEmpty()) {
            OrphanScan scan = new OrphanScan(connection, key, options.samples()).run((part, parts) -> options.progress()
                    .reached(step, (long) place * parts + part, (long) total * parts));
            count = OptionalLong.of(scan.count());
            rows = scan.samples();
            if (options.keys() && scan.count() > 0) {
                values = scan.keys();
            }
        }
        return new AuditReport.Key(
                key.name(),
                key.child().name(),
                key.childColumns(),
                key.parent().map(SqliteTable::name).orElse(key.declared().parentTable()),
                key.parentColumns(),
                key.declared().onDelete(),
                count,
                rows,
                values);
    }

    private static Optional<Finding> orphans(AuditReport.Key audited, SqliteKey key) {
        return key.isUsable() && audited.orphanRows().orElse(0) > 0
                ? Optional.of(OrphanFinding.of(audited))
                : Optional.empty();
    }

    private static Optional<Finding> engineBug(SqliteVersion version, String does, boolean wal) {
        if (!version.hasWalResetBug()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                AuditRule.ENGINE_BUG,
                Optional.empty(),
                Optional.empty(),
                "SQLite " + version + " " + does
                        + " and has the WAL-reset bug of versions 3.7.0 to 3.51.2: two connections, one that writes and one"
                        + " that checkpoints, can damage a file in WAL mode"
                        + (wal ? ", which this one is in" : ", which this one is not in now"),
                Optional.of("use SQLite 3.51.3 or later, which is in sqlite-jdbc 3.51.3.0 or later")));
    }
}
