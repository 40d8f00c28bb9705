package dev.referent.jdbc.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Splits SQL into tokens as SQLite does (sqlite.org/lang_keywords.html, lang_comment.html); comments are dropped. */
public final class SqlTokens {
    private static final char LAST_ASCII = 0x7F;

    /** How many tokens, or rows of values, are read between two questions whether the time is over. */
    static final int ASKED_EVERY = 1_000;

    /**
     * One token.
     *
     * @param text its characters, without quotes
     * @param quoted whether it was in quotes, brackets or backticks, and so is not a keyword
     * @param literal whether the quotes were single ones
     * @param start its start in the SQL string
     * @param end its end, including quotes
     */
    public record Token(String text, boolean quoted, boolean literal, int start, int end) {

        /** Returns whether this is that keyword or symbol. */
        public boolean is(String keyword) {
            return !quoted && text.equalsIgnoreCase(keyword) && isAscii();
        }

        /** Java, unlike SQLite, takes some characters beyond ASCII for the letters of a keyword. */
        private boolean isAscii() {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) > LAST_ASCII) {
                    return false;
                }
            }
            return true;
        }

        /** Returns the same token of a SQL string in which that many characters precede this one. */
        public Token movedBy(int characters) {
            return new Token(text, quoted, literal, start + characters, end + characters);
        }

        /** Returns the keyword in upper case; empty if this is not one. */
        public String keyword() {
            return quoted || !isAscii() ? "" : text.toUpperCase(Locale.ROOT);
        }
    }

    private final String sql;
    private int position;

    SqlTokens(String sql) {
        int end = sql.indexOf('\0'); // where SQLite's own string ends
        this.sql = end < 0 ? sql : sql.substring(0, end);
    }

    /**
     * Splits a SQL string.
     *
     * @param sql any string; one that is not SQL still gives some tokens
     */
    public static List<Token> of(String sql) {
        return of(sql, () -> false);
    }

    /** Splits a SQL string until something is over, which is asked now and then. */
    static List<Token> of(String sql, BooleanSupplier over) {
        SqlTokens rest = new SqlTokens(sql);
        List<Token> tokens = new ArrayList<>();
        while (rest.hasNext() && (tokens.size() % ASKED_EVERY > 0 || !over.getAsBoolean())) {
            tokens.add(rest.next());
        }
        return tokens;
    }

    /** Returns the index of the first token, from a position on, that is one of the keywords outside of parentheses; their number if none is. */
    public static int find(List<Token> tokens, int from, Set<String> keywords) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && keywords.contains(token.keyword())) {
                return i;
            }
        }
        return tokens.size();
    }

    /** Returns whether the tokens contain that keyword. */
    public static boolean says(List<Token> tokens, String keyword) {
        return tokens.stream().anyMatch(token -> token.is(keyword));
    }

    /** Returns whether there is another token, after spaces and comments. */
    boolean hasNext() {
        position = start(sql, position);
        return position < sql.length();
    }

    /** Returns where the next token begins, after spaces and comments; the length of the string if there is none. */
    static int start(String sql, int from) {
        int position = from;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (isSpace(c)) {
                position++;
            } else if (c == '-' && sql.startsWith("--", position)) {
                position = after(sql, "\n", position);
            } else if (c == '/' && sql.startsWith("/*", position)) {
                position = after(sql, "*/", position + 2);
            } else {
                return position;
            }
        }
        return position;
    }

    /** Returns the position after the next occurrence of a string; the length of the SQL if there is none. */
    static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    /** Returns the position after the word that begins at a position. */
    static int endOfWord(String sql, int start) {
        int end = start;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    Token next() {
        char first = sql.charAt(position);
        return switch (first) {
            case '\'', '"', '`' -> quoted(first);
            case '[' -> bracketed();
            case '?', ':', '@', '$', '#' -> parameter(first);
            default -> isWordPart(first) ? word() : symbol();
        };
    }

    private Token quoted(char quote) {
        int start = position;
        StringBuilder text = new StringBuilder();
        for (position++; position < sql.length(); position++) {
            char c = sql.charAt(position);
            if (c == quote) {
                position++;
                if (position >= sql.length() || sql.charAt(position) != quote) {
                    break;
                }
            }
            text.append(c);
        }
        return new Token(text.toString(), true, quote == '\'', start, position);
    }

    private Token bracketed() {
        int start = position + 1;
        position = after(sql, "]", start);
        return new Token(sql.substring(start, Math.max(start, position - 1)), true, false, start - 1, position);
    }

    private Token word() {
        int start = position;
        position = endOfWord(sql, start);
        return new Token(sql.substring(start, position), false, false, start, position);
    }

    /** Reads a parameter (sqlite.org/lang_expr.html#varparam); its first character is a symbol if no name follows. */
    private Token parameter(char first) {
        int start = position++;
        if (first == '?') {
            while (position < sql.length() && isDigit(sql.charAt(position))) {
                position++;
            }
        } else if (!skipName()) {
            position = start + 1;
        }
        return new Token(sql.substring(start, position), false, false, start, position);
    }

    /** Skips a name, which may have {@code ::} and, at its end, parentheses in it; returns whether there is one. */
    private boolean skipName() {
        boolean named = false;
        while (position < sql.length()) {
            if (isWordPart(sql.charAt(position))) {
                named = true;
                position++;
            } else if (sql.startsWith("::", position)) {
                position += 2;
            } else {
                break;
            }
        }
        int end = named && sql.startsWith("(", position) ? sql.indexOf(')', position) : -1;
        if (end >= 0 && sql.substring(position, end).chars().noneMatch(c -> isSpace((char) c))) {
            position = end + 1;
        }
        return named;
    }

    private Token symbol() {
        int start = position++;
        return new Token(sql.substring(start, position), false, false, start, position);
    }

    /**
     * Returns whether SQLite skips the character between two tokens. It skips U+FEFF there, and a vertical tab only after another
     * space (tokenize.c); a statement that begins with a vertical tab fails.
     */
    public static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\uFEFF';
    }

    /** Returns whether SQLite counts the character to the word that it follows. */
    public static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '$' || c > LAST_ASCII;
    }

    /** Returns whether a text has no other character than digits. */
    static boolean areDigits(String text) {
        int end = 0;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
