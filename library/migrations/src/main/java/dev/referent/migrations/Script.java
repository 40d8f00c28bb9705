package dev.referent.migrations;

import dev.referent.migrations.FormattedSql.Changeset;
import dev.referent.migrations.SqlFile.Comment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Statements that a tool runs together: a file, or a changeset of Liquibase's formatted SQL.
 *
 * @param name what a person calls it: the file's name, with the changeset
 * @param statements its statements
 * @param inTransaction whether the tool runs it in a transaction
 */
record Script(String name, List<ScriptStatement> statements, boolean inTransaction) {
    /**
     * Reads the scripts of a file. A tool runs each in a transaction, unless Flyway's script configuration, a mark or the changeset says
     * otherwise, or the script begins a transaction itself.
     *
     * @throws IOException if Flyway's script configuration cannot be read
     */
    static List<Script> of(SqlFile file) throws IOException {
        List<Comment> comments = file.comments();
        List<ScriptStatement> statements = file.statements();
        if (FormattedSql.is(comments)) {
            return FormattedSql.changesets(file, comments).stream()
                    .filter(Changeset::isForSqlite)
                    .map(changeset -> script(file, statements, changeset))
                    .toList();
        }
        boolean inTransaction =
                !beginsTransaction(statements) && !MigrationText.isAlone(comments) && !isConfiguredAlone(file.path());
        return List.of(new Script(file.name(), statements, inTransaction));
    }

    /** Returns the same script, run by a tool that begins no transaction. */
    Script outsideOfTransaction() {
        return new Script(name, statements, false);
    }

    /** Returns author and id of its changeset; empty if it is a file. */
    String changeset() {
        int separator = name.indexOf("::");
        return separator < 0 ? "" : name.substring(separator + 2);
    }

    /** A script that commits first ends the transaction of its tool, for example so that a PRAGMA has an effect. */
    private static boolean beginsTransaction(List<ScriptStatement> statements) {
        return statements.stream()
                .filter(statement -> statement.begins("BEGIN") || statement.begins("COMMIT") || statement.begins("END"))
                .findFirst()
                .filter(statement -> statement.begins("BEGIN"))
                .isPresent();
    }

    /** Flyway reads the configuration of V1__a.sql from V1__a.sql.conf. */
    private static boolean isConfiguredAlone(Path file) throws IOException {
        Path configuration = file.resolveSibling(file.getFileName() + ".conf");
        if (!Files.isRegularFile(configuration)) {
            return false;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(configuration)) {
            properties.load(reader);
        }
        return properties.getProperty("executeInTransaction", "").trim().equalsIgnoreCase("false");
    }

    private static Script script(SqlFile file, List<ScriptStatement> all, Changeset changeset) {
        List<ScriptStatement> statements = all.stream()
                .filter(statement -> statement.start() > changeset.start() && statement.start() < changeset.end())
                .toList();
        boolean inTransaction = !beginsTransaction(statements) && changeset.inTransaction();
        return new Script(file.name() + "::" + changeset.name(), statements, inTransaction);
    }
}
