package dev.referent.migrations;

import dev.referent.migrations.SqlFile.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A file of Liquibase's formatted SQL, whose comments divide it into changesets. */
final class FormattedSql {
    private static final Pattern HEADER = Pattern.compile("(?i)liquibase\\s+formatted\\s+sql.*");
    private static final Pattern CHANGESET =
            Pattern.compile("(?i)changeset\\s+(\"[^\"]+\"|[^:]+?)\\s*:\\s*(\"[^\"]+\"|\\S+)(.*)");
    private static final Pattern IGNORED_LINES = Pattern.compile("(?i)ignoreLines:\\s*(start|[0-9]+)");
    private static final Pattern IGNORED_END = Pattern.compile("(?i)ignoreLines:\\s*end");

    /** What separates statements beside semicolons unless a changeset says otherwise: a line of its own. */
    private static final String USUAL_DELIMITER = "(?m)^[ \\t]*(?:go|/)[ \\t]*$";

    private FormattedSql() {}

    /**
     * A changeset.
     *
     * @param name its author and id
     * @param attributes what its line says after the id
     * @param start where its line begins
     * @param end where the next one begins
     */
    record Changeset(String name, String attributes, int start, int end) {
        /** Whether it runs on SQLite. */
        boolean isForSqlite() {
            List<String> names = List.of(
                    attribute("dbms").orElse("all").toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
            boolean meant = names.contains("all")
                    || names.contains("sqlite")
                    || (names.get(0).startsWith("!") && !names.contains("!sqlite"));
            return meant
                    && !attribute("ignore").filter("true"::equalsIgnoreCase).isPresent();
        }

        /** Whether Liquibase runs it in a transaction. */
        boolean inTransaction() {
            return !attribute("runInTransaction")
                    .filter("false"::equalsIgnoreCase)
                    .isPresent();
        }

        /** Returns what separates its statements beside semicolons. A value is a regular expression only if it looks like one. */
        Pattern delimiter() {
            int flags = Pattern.CASE_INSENSITIVE;
            String given = attribute("endDelimiter")
                    .filter(value -> !value.equals("/"))
                    .orElse(USUAL_DELIMITER);
            try {
                return Pattern.compile(given, given.matches(".*[\\\\|\\[(].*") ? flags : flags | Pattern.LITERAL);
            } catch (PatternSyntaxException e) {
                return Pattern.compile(given, flags | Pattern.LITERAL);
            }
        }

        private Optional<String> attribute(String attribute) {
            Matcher matcher = Pattern.compile("(?i)(?:^|\\s)" + attribute + ":\\s*(?:\"([^\"]*)\"|(\\S+))")
                    .matcher(attributes);
            return matcher.find()
                    ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                    : Optional.empty();
        }
    }

    /** Whether the first comment says that a file is one. */
    static boolean is(List<Comment> comments) {
        return !comments.isEmpty() && HEADER.matcher(comments.get(0).text()).matches();
    }

    /** Returns the changesets of a file. */
    static List<Changeset> changesets(SqlFile file, List<Comment> comments) {
        List<Changeset> changesets = new ArrayList<>();
        int end = file.text().length();
        for (int i = comments.size() - 1; i >= 0; i--) {
            Matcher matcher = CHANGESET.matcher(comments.get(i).text());
            if (matcher.matches()) {
                String name = unquoted(matcher.group(1)) + ":" + unquoted(matcher.group(2));
                int start = comments.get(i).start();
                changesets.add(0, new Changeset(name, matcher.group(3), start, end));
                end = start;
            }
        }
        return changesets;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
    }

    /** Takes out what Liquibase does not run, and puts semicolons for its delimiters. */
    static void edit(SqlFile file, List<Comment> comments, MigrationText edited) {
        int from = -1;
        for (Comment comment : comments) {
            Matcher ignored = IGNORED_LINES.matcher(comment.text());
            if (from >= 0 && IGNORED_END.matcher(comment.text()).matches()) {
                edited.blank(from, comment.start());
                from = -1;
            } else if (ignored.matches() && ignored.group(1).equalsIgnoreCase("start")) {
                from = comment.start();
            } else if (ignored.matches()) {
                edited.blank(comment.start(), afterLines(file.text(), comment.start(), ignored.group(1)));
            }
        }
        List<Changeset> changesets = changesets(file, comments);
        for (int i = changesets.size() - 1; i >= 0; i--) {
            Changeset changeset = changesets.get(i);
            edited.separate(changeset.start(), changeset.end(), changeset.delimiter());
        }
    }

    /** Returns where the given number of lines ends after the line of a comment. */
    private static int afterLines(String text, int comment, String count) {
        int lines = Integer.parseInt(count.length() > 6 ? "999999" : count);
        int end = comment;
        for (int i = 0; i <= lines && end < text.length(); i++) {
            int line = text.indexOf('\n', end);
            end = line < 0 ? text.length() : line + 1;
        }
        return end;
    }
}
