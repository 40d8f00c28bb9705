package dev.referent.migrations;

import dev.referent.jdbc.sql.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The SQL files of a folder as migrations.
 *
 * @param folder the folder
 * @param last the name of the last file that has run; empty if the database says so, or none has
 */
record SqlMigrations(Path folder, Optional<String> last) implements Migrations {
    @Override
    public List<MigrationStep> pending(DataSource database) throws IOException, SQLException {
        List<Path> files = SqlFolder.of(folder).files();
        Set<String> applied;
        try (Connection connection = database.getConnection()) {
            applied = applied(connection);
        }
        List<MigrationStep> steps = new ArrayList<>();
        for (Path file : files.subList(first(files), files.size())) {
            for (Script script : Script.of(SqlFile.read(file))) {
                if (!applied.contains(script.name()) && !applied.contains(script.changeset())) {
                    steps.add(new MigrationStep(script.name(), Optional.of(file), source -> run(script, source)));
                }
            }
        }
        return steps;
    }

    private int first(List<Path> files) throws IOException {
        if (last.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).endsWith(last.get())) {
                return i + 1;
            }
        }
        throw new IOException(folder + " has no file " + last.get());
    }

    /** Returns the scripts that Flyway, and the changesets that Liquibase, has recorded in its table. */
    private static Set<String> applied(Connection connection) throws SQLException {
        Schema schema = Schema.of(connection);
        Set<String> applied = new HashSet<>();
        if (schema.hasTable("flyway_schema_history")) {
            applied.addAll(Sql.texts(connection, "SELECT script FROM flyway_schema_history WHERE success"));
        }
        if (schema.hasTable("databasechangelog")) {
            applied.addAll(Sql.texts(connection, "SELECT author || ':' || id FROM databasechangelog"));
        }
        return applied;
    }

    private static void run(Script script, DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(!script.inTransaction());
            for (ScriptStatement statement : script.statements()) {
                execute(connection, statement);
            }
            if (script.inTransaction()) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void execute(Connection connection, ScriptStatement statement) throws SQLException {
        try {
            Sql.execute(connection, statement.sql());
        } catch (SQLException e) {
            throw new SQLException(statement.file().sourceLine(statement.start()) + ": " + e.getMessage(), e);
        }
    }
}
