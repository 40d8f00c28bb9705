package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Map;

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
}
