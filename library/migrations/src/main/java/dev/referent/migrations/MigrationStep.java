package dev.referent.migrations;

import dev.referent.jdbc.MigrationScope.Work;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One migration.
 *
 * @param name what a person calls it, such as its file's name
 * @param file the file that it is in, if it is in one
 * @param work migrates the database of a data source, which always returns the same connection in a migration scope
 */
public record MigrationStep(String name, Optional<Path> file, Work<DataSource, Exception> work) {}
