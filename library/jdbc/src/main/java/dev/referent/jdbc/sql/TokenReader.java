package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the tokens of one statement in one pass. */
abstract class TokenReader {
    final List<Token> tokens;
    /** The parameters' numbers, by the index of their token. */
    final Map<Integer, Integer> parameters;

    int next;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
        this.parameters = SqlParameters.of(tokens);
    }

    final boolean is(String keyword) {
        return next < tokens.size() && tokens.get(next).is(keyword);
    }

    final boolean skip(String keyword) {
        if (is(keyword)) {
            next++;
            return true;
        }
        return false;
    }

    final String name() {
        return next < tokens.size() ? tokens.get(next++).text() : "";
    }

    /** Returns the SQL from the next token to another one. */
    final Clause clause(String sql, int end) {
        List<String> parts = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Set<String> names = new TreeSet<>(SqlNames.ORDER);
        StringBuilder part = new StringBuilder();
        for (int i = next; i < end; i++) {
            Token token = tokens.get(i);
            part.append(i > next && token.start() > tokens.get(i - 1).end() ? " " : "");
            Integer number = parameters.get(i);
            if (number == null) {
                part.append(sql, token.start(), token.end());
                names.add(token.text());
                if (i > next && tokens.get(i - 1).is("IN") && !token.is("(")) {
                    names.add("SELECT");
                }
                continue;
            }
            numbers.add(number);
            parts.add(part.toString());
            part.setLength(0);
        }
        parts.add(part.toString());
        return new Clause(parts, numbers, names);
    }
}
