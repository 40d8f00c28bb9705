package dev.referent.jdbc.sql;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kind of a SQL string's first statement, by its first word. More is read only after WITH. */
public enum StatementKind {
    /** Writes nothing and changes no setting. */
    QUERY,
    /** A PRAGMA, or an EXPLAIN of one, which acts when it is prepared. */
    PRAGMA,
    /** An INSERT or REPLACE. */
    INSERT,
    /** Writes rows in another way. */
    WRITE,
    /** A DROP. */
    DROP,
    /** Begins or ends a transaction or a savepoint. */
    TRANSACTION_CONTROL,
    /** Anything else: CREATE, ALTER, ATTACH, or a string that is not SQL. */
    OTHER;

    /** The kinds that write rows and do not change the schema. */
    public static final Set<StatementKind> ROWS = EnumSet.of(INSERT, WRITE);

    /** Returns the kind of the string's first statement; the driver handles a null. */
    public static StatementKind of(@Nullable String sql) {
        if (sql == null) {
            return QUERY;
        }
        int start = start(sql, 0);
        if (start == sql.length()) {
            return OTHER;
        }
        StatementKind kind = of(sql, start);
        return kind == OTHER && isWord(sql, start, "WITH") ? ofMainPart(sql, start) : kind;
    }

    /**
     * Returns the kinds of all statements of a multi-statement string, and possibly others, because a semicolon in a literal
     * or a trigger counts as the end of a statement.
     */
    public static Set<StatementKind> all(String sql) {
        Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
        for (int start = 0; start >= 0 && start < sql.length(); ) {
            int first = start(sql, start);
            if (first < sql.length()) {
                kinds.add(isWord(sql, first, "WITH") ? WRITE : of(sql, first));
            }
            int end = sql.indexOf(';', start);
            start = end < 0 ? -1 : end + 1;
        }
        return kinds;
    }

    /** Returns the kind of a statement that begins at a position with any word but WITH. */
    private static StatementKind of(String sql, int start) {
        return switch (sql.charAt(start) | ' ') {
            case 's' -> isWord(sql, start, "SELECT") ? QUERY : control(sql, start, "SAVEPOINT");
            case 'v' -> isWord(sql, start, "VALUES") ? QUERY : OTHER;
            case 'p' -> isWord(sql, start, "PRAGMA") ? PRAGMA : OTHER;
            case 'e' -> isWord(sql, start, "EXPLAIN") ? PRAGMA : control(sql, start, "END");
            case 'i' -> isWord(sql, start, "INSERT") ? INSERT : OTHER;
            case 'u' -> isWord(sql, start, "UPDATE") ? WRITE : OTHER;
            case 'd' -> isWord(sql, start, "DELETE") ? WRITE : isWord(sql, start, "DROP") ? DROP : OTHER;
            case 'b' -> control(sql, start, "BEGIN");
            case 'c' -> control(sql, start, "COMMIT");
            case 'r' -> isWord(sql, start, "REPLACE") ? INSERT : rollbackOrRelease(sql, start);
            default -> OTHER;
        };
    }

    private static StatementKind rollbackOrRelease(String sql, int start) {
        return isWord(sql, start, "ROLLBACK") ? TRANSACTION_CONTROL : control(sql, start, "RELEASE");
    }

    private static StatementKind control(String sql, int start, String word) {
        return isWord(sql, start, word) ? TRANSACTION_CONTROL : OTHER;
    }

    /** Returns the kind of the main part of a statement that begins with WITH: the first such word outside of parentheses. */
    private static StatementKind ofMainPart(String sql, int with) {
        int depth = 0;
        int position = with;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (c == '\'' || c == '"' || c == '`' || c == '[') {
                position = SqlTokens.after(sql, c == '[' ? "]" : String.valueOf(c), position + 1);
            } else if (SqlTokens.isWordPart(c)) {
                int end = SqlTokens.endOfWord(sql, position);
                StatementKind kind = depth == 0 ? of(sql, position) : OTHER;
                boolean isName = isWord(sql, position, "REPLACE") && !isWord(sql, start(sql, end), "INTO");
                if (!isName && (kind == QUERY || kind == INSERT || kind == WRITE)) {
                    return kind;
                }
                position = end;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                position = Math.max(position + 1, start(sql, position));
            }
        }
        return OTHER;
    }

    private static boolean isWord(String sql, int start, String word) {
        int end = start + word.length();
        for (int i = 0; i < word.length(); i++) {
            // without the bit that tells a small letter from a capital one
            if (start + i == sql.length() || (sql.charAt(start + i) & ~' ') != word.charAt(i)) {
                return false;
            }
        }
        return end == sql.length() || !SqlTokens.isWordPart(sql.charAt(end));
    }

    /** Returns whether the statement writes rows, and so may violate a foreign key. */
    public boolean writesRows() {
        return this == INSERT || this == WRITE || this == DROP;
    }

    /** Returns whether the statement may change the schema. */
    public boolean changesSchema() {
        return this == DROP || this == OTHER;
    }

    /** Returns whether the statement changes neither the database nor its transaction. */
    public boolean reads() {
        return this == QUERY || this == PRAGMA;
    }

    /** Returns where the first statement begins, after spaces, comments and semicolons. */
    private static int start(String sql, int from) {
        int position = SqlTokens.start(sql, from);
        while (position < sql.length() && sql.charAt(position) == ';') {
            position = SqlTokens.start(sql, position + 1);
        }
        return position;
    }
}
