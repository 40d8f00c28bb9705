package dev.referent.maven;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import dev.referent.orphans.Baseline;
import dev.referent.orphans.Report;
import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows the orphan rows of a database, broken keys, missing indexes and more, and fails if there are errors. It only reads. */
@Mojo(name = "audit", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class AuditMojo extends CheckMojo {
    /**
     * The database: the path of an SQLite file, or a JDBC URL of PostgreSQL or MariaDB, whose driver is then a dependency of the plugin.
     */
    @Parameter(property = "referent.database")
    @Nullable String database;

    /** The file of the orphan rows that are accepted. */
    @Parameter(property = "referent.baseline")
    @Nullable File baseline;

    /** Whether the baseline is written first, so that the present orphan rows are accepted from now on. */
    @Parameter(property = "referent.writeBaseline", defaultValue = "false")
    boolean writeBaseline;

    /** How many orphan rows of each key are shown. */
    @Parameter(property = "referent.samples", defaultValue = "5")
    int samples = 5;

    /** Created by Maven, which sets the parameters. */
    public AuditMojo() {}

    @Override
    Report check() throws SQLException, IOException, MojoExecutionException {
        if (database == null) {
            throw new MojoExecutionException("no database is given; set <database> in the plugin's configuration, or"
                    + " -Dreferent.database=FILE|URL");
        }
        if (samples < 0) {
            throw new MojoExecutionException("samples " + samples + " is negative");
        }
        if (writeBaseline && baseline == null) {
            throw new MojoExecutionException("writeBaseline needs a file; set <baseline>, or -Dreferent.baseline=FILE");
        }
        Audit audit = audit(database).samples(samples);
        if (baseline == null) {
            return audit.run();
        }
        AuditReport report = audit.listingKeys().run();
        if (writeBaseline) {
            Baseline.of(report).write(baseline.toPath());
        }
        return Baseline.read(baseline.toPath()).accept(report);
    }

    private Audit audit(String database) throws SQLException {
        return isServer(database) ? Audit.of(EnforcedDataSource.open(database)) : Audit.of(sqliteFile(database));
    }
}
