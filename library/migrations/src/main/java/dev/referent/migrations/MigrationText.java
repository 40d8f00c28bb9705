package dev.referent.migrations;

import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.migrations.SqlFile.Comment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL that a migration tool runs of a file, each statement in its own line: after a mark such as {@code -- +goose Down} there are
 * spaces, and a delimiter of Liquibase is a semicolon.
 */
final class MigrationText {
    /** The marks of goose, sql-migrate, micrate, dbmate, Play and rambler. */
    private static final Pattern UP = Pattern.compile(
            "(?i)\\+(?:goose|migrate|micrate)\\s+up\\b.*|migrate:up\\b.*|-\\s*!ups\\b.*|!ups\\b.*|rambler\\s+up");

    /** Their counterparts, and those of MyBatis Migrations and tern, which have no mark for the other half. */
    private static final Pattern DOWN = Pattern.compile(
            "(?i)\\+(?:goose|migrate|micrate)\\s+down\\b.*|migrate:down\\b.*|-\\s*!downs\\b.*|!downs\\b.*|rambler\\s+down"
                    + "|//\\s*@undo\\b.*|--\\s*create above / drop below.*");

    /** How goose, sql-migrate, dbmate and sqlx are told to begin no transaction. */
    private static final Pattern ALONE =
            Pattern.compile("(?i)\\+goose\\s+no\\s+transaction|\\+migrate\\s+up\\s+notransaction"
                    + "|migrate:up\\s+(?:.*\\s)?transaction:false.*|no-transaction");

    /** Play's marks, which SQLite does not take as comments. */
    private static final Pattern HASH = Pattern.compile("(?m)^#(?=\\s*---\\s*!(?:Ups|Downs)\\b)");

    private final StringBuilder text;
    private final List<int[]> untouched = new ArrayList<>();

    private MigrationText(SqlFile file, List<Comment> comments) {
        text = new StringBuilder(file.text());
        SqlTokens.of(file.text()).stream()
                .filter(Token::quoted)
                .forEach(token -> untouched.add(new int[] {token.start(), token.end()}));
        comments.forEach(comment -> untouched.add(new int[] {comment.start(), comment.end()}));
    }

    /** Returns the text of a file as it is described above. */
    static String of(SqlFile read) {
        SqlFile file = new SqlFile(read.path(), HASH.matcher(read.text()).replaceAll(" "));
        List<Comment> comments = file.comments();
        MigrationText edited = new MigrationText(file, comments);
        if (FormattedSql.is(comments)) {
            FormattedSql.edit(file, comments, edited);
        } else {
            edited.blankDown(comments);
        }
        return edited.text.toString();
    }

    /** Whether a comment of the file tells its tool to begin no transaction. */
    static boolean isAlone(List<Comment> comments) {
        return comments.stream()
                .anyMatch(comment -> ALONE.matcher(comment.text()).matches());
    }

    private void blankDown(List<Comment> comments) {
        int from = -1;
        for (Comment comment : comments) {
            if (from < 0 && DOWN.matcher(comment.text()).matches()) {
                from = comment.start();
            } else if (from >= 0 && UP.matcher(comment.text()).matches()) {
                blank(from, comment.start());
                from = -1;
            }
        }
        if (from >= 0) {
            blank(from, text.length());
        }
    }

    /** Puts spaces for characters; lines stay lines. */
    void blank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != '\n') {
                text.setCharAt(i, ' ');
            }
        }
    }

    /**
     * Puts a semicolon for each delimiter that is neither in a quoted token nor in a comment. It moves what is after it in its line, so
     * call it for the last part of the text first.
     */
    void separate(int start, int end, Pattern delimiter) {
        Matcher matcher = delimiter.matcher(text.toString()).region(start, end);
        matcher.useTransparentBounds(true).useAnchoringBounds(false);
        Deque<int[]> found = new ArrayDeque<>();
        while (matcher.find()) {
            found.push(new int[] {matcher.start(), matcher.end()});
        }
        for (int[] one : found) { // from the last to the first, so that what is before one is not moved
            boolean isOne =
                    one[0] < one[1] && untouched.stream().noneMatch(part -> part[0] < one[1] && one[0] < part[1]);
            if (isOne) {
                blank(one[0], one[1]);
                text.insert(one[0], ';');
            }
        }
    }
}
