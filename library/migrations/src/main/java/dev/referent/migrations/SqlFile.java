package dev.referent.migrations;

import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.orphans.SourceLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of SQL.
 *
 * @param path its path, as it was given
 * @param text what it contains, and is run when a database is migrated
 */
record SqlFile(Path path, String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[\\w.:-]+\\}");
    private static final Pattern COMMENT = Pattern.compile("--([^\n]*)|/\\*(.*?)(?:\\*/|\\z)", Pattern.DOTALL);

    /**
     * A comment.
     *
     * @param text what it says, without its signs
     * @param start where it starts in the file
     * @param end where it ends
     */
    record Comment(String text, int start, int end) {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or is not UTF-8
     */
    static SqlFile read(Path path) throws IOException {
        try {
            String text = Files.readString(path);
            SqlFile file = new SqlFile(path, text.startsWith("\uFEFF") ? " " + text.substring(1) : text);
            return new SqlFile(path, MigrationText.of(file));
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8 text; convert it, or leave it out of the folder", e);
        }
    }

    /**
     * Returns the same file with a part of a name for each placeholder {@code ${prefix}}, whose value only the tool knows: of the same
     * length, and the same everywhere.
     */
    SqlFile withPlaceholdersAsNames() {
        return new SqlFile(path, PLACEHOLDER.matcher(text).replaceAll(found -> found.group()
                .replaceAll("\\W", "_")));
    }

    /** Returns its statements. A changeset of Liquibase ends the statement before it, as a semicolon does. */
    List<ScriptStatement> statements() {
        List<ScriptStatement> statements = new ArrayList<>();
        List<Comment> comments = comments();
        int from = 0;
        if (FormattedSql.is(comments)) {
            for (FormattedSql.Changeset changeset : FormattedSql.changesets(this, comments)) {
                statements(from, changeset.start(), statements);
                from = changeset.start();
            }
        }
        statements(from, text.length(), statements);
        return statements;
    }

    private void statements(int from, int to, List<ScriptStatement> statements) {
        SqlScript.statements(text.substring(from, to))
                .map(tokens -> tokens.stream().map(token -> token.movedBy(from)).toList())
                .forEach(tokens -> statements.add(new ScriptStatement(this, tokens)));
    }

    /** Returns its comments. They are what is between two tokens, so a string that looks like a comment is none. */
    List<Comment> comments() {
        List<Comment> comments = new ArrayList<>();
        int end = 0;
        for (Token token : SqlTokens.of(text)) {
            comments(end, token.start(), comments);
            end = token.end();
        }
        comments(end, text.length(), comments);
        return comments;
    }

    private void comments(int from, int to, List<Comment> comments) {
        Matcher matcher = COMMENT.matcher(text).region(from, to);
        while (matcher.find()) {
            String line = matcher.group(1);
            comments.add(new Comment((line == null ? matcher.group(2) : line).strip(), matcher.start(), matcher.end()));
        }
    }

    /** Returns the line of a position, counted from 1. */
    int lineOf(int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** Returns the line of a position, with the file. */
    SourceLine sourceLine(int position) {
        return new SourceLine(path.toString(), lineOf(position));
    }

    /** Returns the file's name. */
    String name() {
        return path.getFileName().toString();
    }
}
