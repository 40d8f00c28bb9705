package dev.referent.migrations;

import dev.referent.migrations.SqlFile.Comment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements that a tool runs together: a file, or a changeset of Liquibase's formatted SQL.
 *
 * @param name what a person calls it: the file's name, with the changeset
 * @param statements its statements
 * @param inTransaction whether the tool runs it in a transaction
 */
record Script(String name, List<ScriptStatement> statements, boolean inTransaction) {
    private static final Pattern FORMATTED = Pattern.compile("(?i)liquibase\\s+formatted\\s+sql.*");
    private static final Pattern CHANGESET = Pattern.compile("(?i)changeset\\s+(\\S+)(.*)");
    private static final Pattern DBMS = Pattern.compile("(?i)\\bdbms:\"?([^\"\\s]+)");
    private static final Pattern ALONE = Pattern.compile("(?i)\\brunInTransaction:\"?false\\b.*");

    /**
     * Reads the scripts of a file. A tool runs each in a transaction, unless Flyway's script configuration or the changeset says
     * otherwise, or the script begins a transaction itself.
     * @throws IOException if Flyway's script configuration cannot be read
     */
    static List<Script> of(SqlFile file) throws IOException {
        List<Comment> comments = file.comments();
        if (!comments.isEmpty() && FORMATTED.matcher(comments.get(0).text()).matches()) {
            return changesets(file, comments);
        }
        List<ScriptStatement> statements = file.statements();
        boolean inTransaction = !beginsTransaction(statements) && !isConfiguredAlone(file.path());
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

    private static boolean beginsTransaction(List<ScriptStatement> statements) {
        return statements.stream().anyMatch(statement -> statement.begins("BEGIN"));
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

    private static List<Script> changesets(SqlFile file, List<Comment> comments) {
        List<Comment> headers = comments.stream()
                .filter(comment -> CHANGESET.matcher(comment.text()).matches())
                .toList();
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            int start = headers.get(i).start();
            int end = i + 1 < headers.size()
                    ? headers.get(i + 1).start()
                    : file.text().length();
            changeset(file, headers.get(i), start, end).ifPresent(scripts::add);
        }
        return scripts;
    }

    /** Returns the changeset; empty if it is for other databases. */
    private static Optional<Script> changeset(SqlFile file, Comment header, int start, int end) {
        Matcher matcher = CHANGESET.matcher(header.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String attributes = matcher.group(2);
        Matcher dbms = DBMS.matcher(attributes);
        if (dbms.find() && !isForSqlite(dbms.group(1).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        List<ScriptStatement> statements = file.statements().stream()
                .filter(statement -> statement.start() > start && statement.start() < end)
                .toList();
        boolean inTransaction =
                !beginsTransaction(statements) && !ALONE.matcher(attributes).find();
        return Optional.of(new Script(file.name() + "::" + matcher.group(1), statements, inTransaction));
    }

    /** {@code all}, a list of names, or a list of names that are excluded. */
    private static boolean isForSqlite(String databases) {
        List<String> names = List.of(databases.split(","));
        return names.contains("all")
                || names.contains("sqlite")
                || (names.get(0).startsWith("!") && !names.contains("!sqlite"));
    }
}
