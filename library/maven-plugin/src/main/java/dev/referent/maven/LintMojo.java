package dev.referent.maven;

import dev.referent.migrations.Lint;
import dev.referent.orphans.Report;
import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Shows which SQL files of a folder would lose rows or keys of an SQLite database, and fails if there are errors. It only reads. */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class LintMojo extends CheckMojo {
    /** The folder of SQL files: Flyway's, Liquibase's formatted SQL, or any other. */
    @Parameter(
            property = "referent.folder",
            defaultValue = "${project.basedir}/src/main/resources/db/migration",
            required = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    File folder;

    /** Whether the files run in Referent's migration scope, where enforcement is off and each commit is checked. */
    @Parameter(property = "referent.migrationScope", defaultValue = "false")
    boolean migrationScope;

    /** Whether the tool runs files outside of transactions. */
    @Parameter(property = "referent.noTransaction", defaultValue = "false")
    boolean noTransaction;

    /** Created by Maven, which sets the parameters. */
    public LintMojo() {}

    @Override
    Report check() throws SQLException, IOException, MojoExecutionException {
        verify(folder);
        Lint lint = Lint.of(folder.toPath());
        lint = migrationScope ? lint.inMigrationScope() : lint;
        return (noTransaction ? lint.outsideOfTransactions() : lint).run();
    }
}
