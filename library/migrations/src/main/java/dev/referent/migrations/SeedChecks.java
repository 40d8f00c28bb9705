package dev.referent.migrations;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The CHECK constraints of a table. SQLite evaluates them for values that are not inserted yet. */
final class SeedChecks {
    private final Connection connection;
    private final List<String> conditions = new ArrayList<>();

    SeedChecks(Connection connection, String table) throws SQLException {
        this.connection = connection;
        String query = "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = '" + table.replace("'", "''")
                + "' COLLATE NOCASE";
        for (String sql : Sql.texts(connection, query)) {
            read(sql, SqlTokens.of(sql));
        }
    }

    private void read(String sql, List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("CHECK") && tokens.get(i + 1).is("(")) {
                int end = closing(tokens, i + 1);
                conditions.add(
                        sql.substring(tokens.get(i + 1).start(), tokens.get(end).end()));
            }
        }
    }

    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    /**
     * Changes values until each check holds: to as many digits as a check of a length names, to a literal that the check names, or to 1 or
     * 0. A check that this does not satisfy makes the INSERT fail.
     */
    void satisfy(Map<String, String> values, int row) {
        for (String condition : conditions) {
            if (!holds(condition, values)) {
                change(condition, values, row);
            }
        }
    }

    private void change(String condition, Map<String, String> values, int row) {
        List<Token> tokens = SqlTokens.of(condition);
        List<String> candidates = tokens.stream()
                .filter(token -> token.literal() || token.text().matches("[0-9]+"))
                .map(token -> condition.substring(token.start(), token.end()))
                .collect(Collectors.toCollection(ArrayList::new));
        candidates.addAll(List.of("1", "0", "'a'"));
        for (String column : List.copyOf(values.keySet())) {
            boolean named = tokens.stream().anyMatch(token -> !token.literal() && SqlNames.same(token.text(), column));
            boolean isBlob = String.valueOf(values.get(column)).startsWith("x'");
            Stream<String> lengths = lengths(tokens)
                    .map(number -> "printf('%0" + number + "d', " + row + ")")
                    .map(digits -> isBlob ? "CAST(" + digits + " AS BLOB)" : digits);
            for (String candidate :
                    named ? Stream.concat(lengths, candidates.stream()).toList() : List.<String>of()) {
                String before = values.put(column, candidate);
                if (holds(condition, values)) {
                    return;
                }
                values.put(column, String.valueOf(before));
            }
        }
    }

    /** Returns the numbers of a check of a length, of at most four digits. */
    private static Stream<String> lengths(List<Token> tokens) {
        boolean ofLength = tokens.stream().anyMatch(token -> token.is("LENGTH"));
        return ofLength
                ? tokens.stream().map(Token::text).filter(text -> text.matches("[1-9][0-9]{0,3}"))
                : Stream.of();
    }

    /** A check holds unless it is false; one that cannot be evaluated is left to the INSERT. */
    private boolean holds(String condition, Map<String, String> values) {
        String row = values.entrySet().stream()
                .map(entry -> entry.getValue() + " AS " + SqlNames.quoted(entry.getKey()))
                .collect(Collectors.joining(", "));
        try {
            return Sql.number(connection, "SELECT ifnull(" + condition + ", 1) <> 0 FROM (SELECT " + row + ")") == 1;
        } catch (SQLException e) {
            return true;
        }
    }
}
