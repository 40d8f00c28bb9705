package dev.referent.migrations;

import dev.referent.migrations.LintFindings.Found;
import dev.referent.orphans.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for migrations that would lose rows or keys, in a folder of SQL files for SQLite: Flyway's, Liquibase's formatted SQL, those of
 * goose, sql-migrate and dbmate, whose down halves it leaves out, or any other. It follows the schema through the files, in the order in
 * which a tool would run them, on an empty in-memory database. Statements that write rows are read, and not run.
 *
 * <pre>{@code
 * LintReport report = Lint.of(Path.of("src/main/resources/db/migration")).run();
 * }</pre>
 *
 * <p>A comment {@code -- referent:ignore RULE reason} at a statement ignores what a rule finds there. Immutable and thread-safe.
 */
public final class Lint {
    private final Path folder;
    private final boolean enforcing;
    private final boolean transactional;

    private Lint(Path folder, boolean enforcing, boolean transactional) {
        this.folder = folder;
        this.enforcing = enforcing;
        this.transactional = transactional;
    }

    /**
     * Reads the files whose names end in {@code .sql}, in the folder and the folders in it, as if they ran on a connection that enforces
     * foreign keys, outside of a migration scope.
     *
     * @param folder the folder, which must exist
     */
    public static Lint of(Path folder) {
        return new Lint(folder, true, true);
    }

    /**
     * Returns the same lint of files that run in a {@link dev.referent.jdbc.MigrationScope}, where enforcement is off and each commit is
     * checked: a DROP TABLE of a parent table, or a REPLACE, does nothing to the child rows there.
     */
    public Lint inMigrationScope() {
        return new Lint(folder, false, transactional);
    }

    /**
     * Returns the same lint of files that a tool runs outside of transactions. Without it, a file that does not begin a transaction itself is
     * taken to run in one, as Flyway, Liquibase and most tools do.
     */
    public Lint outsideOfTransactions() {
        return new Lint(folder, enforcing, false);
    }

    /**
     * Reads the files. Nothing is written.
     *
     * @return what was found
     * @throws IOException if there is no such folder, it has no SQL files, or one cannot be read
     * @throws SQLException if no in-memory database can be opened
     */
    public LintReport run() throws IOException, SQLException {
        SqlFolder listed = SqlFolder.of(folder);
        List<SqlFile> files = new ArrayList<>();
        for (Path path : listed.files()) {
            files.add(SqlFile.read(path).withPlaceholdersAsNames());
        }
        LintFindings found = new LintFindings();
        try (SchemaReplay replay = new SchemaReplay(enforcing)) {
            Declarations declarations = new Declarations();
            for (SqlFile file : files) {
                for (Script script : Script.of(file)) {
                    new ScriptLint(replay, declarations, found, enforcing)
                            .run(transactional ? script : script.outsideOfTransaction());
                }
            }
            new SchemaCheck(replay.schema(), declarations, found).run(replay.audit());
        }
        return report(listed, files, found);
    }

    private LintReport report(SqlFolder listed, List<SqlFile> files, LintFindings found) {
        List<Finding> findings = new ArrayList<>();
        List<LintReport.Ignored> ignored = new ArrayList<>();
        for (SqlFile file : files) {
            List<Found> ofFile = found.all().stream()
                    .filter(each -> each.statement().file().equals(file))
                    .toList();
            List<Finding> left = new ArrayList<>(new Suppressions(file).apply(ofFile, ignored));
            left.sort(Comparator.comparingInt(
                    finding -> finding.source().orElseThrow().line()));
            findings.addAll(left);
        }
        return new LintReport(folder.toString(), texts(listed.files()), texts(listed.others()), findings, ignored);
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }
}
