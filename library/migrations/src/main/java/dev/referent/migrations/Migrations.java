package dev.referent.migrations;

import dev.referent.jdbc.MigrationScope.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The migrations of an application. Those of Flyway and Liquibase are {@link FlywayMigrations} and {@link LiquibaseMigrations}. */
@FunctionalInterface
public interface Migrations {
    /**
     * Returns the migrations that a database still lacks, in the order in which they are to run.
     *
     * @param database the database; it is a copy, so what is written to it does no harm
     * @throws Exception if there are no migrations at all, or they cannot be read
     */
    List<MigrationStep> pending(DataSource database) throws Exception;

    /**
     * Returns the SQL files of a folder, for projects without a migration tool, in the order in which {@link Lint} reads them. Each file, or
     * changeset of Liquibase's formatted SQL, runs in a transaction, unless it begins one itself, or is configured otherwise. Those that
     * the tables of Flyway or Liquibase record as run are left out.
     *
     * @param folder the folder
     */
    static Migrations inFolder(Path folder) {
        return new SqlMigrations(folder, Optional.empty());
    }

    /**
     * Returns the same as {@link #inFolder}, of a database on which a file and those before it have run already.
     *
     * @param folder the folder
     * @param last the name of the last file that has run
     */
    static Migrations inFolderAfter(Path folder, String last) {
        return new SqlMigrations(folder, Optional.of(last));
    }

    /**
     * Returns a migration that is code.
     *
     * @param name what a person calls it
     * @param work migrates the database of a data source
     */
    static Migrations of(String name, Work<DataSource, Exception> work) {
        List<MigrationStep> steps = List.of(new MigrationStep(name, Optional.empty(), work));
        return database -> steps;
    }
}
