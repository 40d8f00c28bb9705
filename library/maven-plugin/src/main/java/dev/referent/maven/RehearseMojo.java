package dev.referent.maven;

import dev.referent.migrations.Migrations;
import dev.referent.migrations.Rehearsal;
import dev.referent.orphans.Report;
import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL migrations on a copy of an SQLite file, or on an empty database of which each table gets rows, shows what each of them
 * loses, and fails if anything is lost. The file is only read.
 */
@Mojo(name = "rehearse", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class RehearseMojo extends CheckMojo {
    /** The folder of SQL files. Those that Flyway or Liquibase has recorded in the file as run are left out. */
    @Parameter(
            property = "referent.folder",
            defaultValue = "${project.basedir}/src/main/resources/db/migration",
            required = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    File folder;

    /** The path of the SQLite file; unless given, an empty database, of which each table gets rows. */
    @Parameter(property = "referent.database")
    @Nullable String database;

    /** The name of the last SQL file that has run on the database, where no tool has recorded it. */
    @Parameter(property = "referent.after")
    @Nullable String after;

    /** Whether the migrations run in Referent's migration scope; otherwise they run without Referent, with foreign_keys=on. */
    @Parameter(property = "referent.migrationScope", defaultValue = "false")
    boolean migrationScope;

    /** The tables that may lose rows, values and keys, or be dropped. */
    @Parameter(property = "referent.accept")
    List<String> accept = List.of();

    /** Created by Maven, which sets the parameters. */
    public RehearseMojo() {}

    @Override
    Report check() throws SQLException, IOException, MojoExecutionException {
        verify(folder);
        Rehearsal rehearsal = database == null ? Rehearsal.seeded() : Rehearsal.of(sqliteFile(database));
        rehearsal = rehearsal.accepting(accept.toArray(String[]::new));
        Migrations migrations =
                after == null ? Migrations.inFolder(folder.toPath()) : Migrations.inFolderAfter(folder.toPath(), after);
        return (migrationScope ? rehearsal.inMigrationScope() : rehearsal).run(migrations);
    }
}
