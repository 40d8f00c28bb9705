package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers a statement's parameters as SQLite does (sqlite.org/lang_expr.html#varparam). */
final class SqlParameters {
    private SqlParameters() {}

    /** Returns each parameter's number by the index of its first token. */
    static Map<Integer, Integer> of(List<Token> tokens) {
        Map<Integer, Integer> numbers = new HashMap<>();
        Map<String, Integer> named = new HashMap<>();
        int greatest = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int length = length(tokens, i);
            if (length == 0) {
                continue;
            }
            Token token = tokens.get(i);
            String name = length == 1
                    ? token.text()
                    : token.text() + tokens.get(i + 1).text();
            int number;
            if (name.equals("?")) {
                number = greatest + 1;
            } else if (name.startsWith("?")) {
                number = Integer.parseInt(name.substring(1));
            } else {
                number = named.getOrDefault(name, greatest + 1);
                named.put(name, number);
            }
            greatest = Math.max(greatest, number);
            numbers.put(i, number);
            i += length - 1;
        }
        return numbers;
    }

    /** Returns how many tokens the parameter at the index has; 0 if there is none. */
    static int length(List<Token> tokens, int index) {
        Token token = tokens.get(index);
        if (token.quoted()) {
            return 0;
        }
        if (token.text().startsWith("$")) {
            return 1;
        }
        boolean adjacent = index + 1 < tokens.size()
                && !tokens.get(index + 1).quoted()
                && tokens.get(index + 1).start() == token.end();
        char next = adjacent ? tokens.get(index + 1).text().charAt(0) : ' ';
        return switch (token.text()) {
            case "?" -> next >= '0' && next <= '9' ? 2 : 1;
            case ":", "@" -> Character.isLetterOrDigit(next) || next == '_' || next > 0x7F ? 2 : 0;
            default -> 0;
        };
    }
}
