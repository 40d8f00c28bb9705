package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers a statement's parameters as SQLite does (sqlite.org/lang_expr.html#varparam). */
final class SqlParameters {
    /** SQLite's limit (sqlite.org/limits.html); a statement with a greater number, or with 0, does not compile. */
    private static final int GREATEST = 32_766;

    private static final String NAMED = ":@$#";

    private SqlParameters() {}

    static Map<Integer, Integer> of(List<Token> tokens) {
        Map<Integer, Integer> numbers = new HashMap<>();
        Map<String, Integer> named = new HashMap<>();
        int greatest = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String name = tokens.get(i).text();
            if (!isParameter(tokens.get(i))) {
                continue;
            }
            int next = greatest + 1;
            boolean numbered = name.length() > 1 && name.startsWith("?");
            int number =
                    numbered ? number(name) : name.equals("?") ? next : named.computeIfAbsent(name, unseen -> next);
            greatest = Math.max(greatest, number);
            numbers.put(i, number);
        }
        return numbers;
    }

    static boolean isParameter(Token token) {
        return !token.quoted()
                && (token.text().startsWith("?")
                        || (token.text().length() > 1
                                && NAMED.indexOf(token.text().charAt(0)) >= 0));
    }

    /** Returns the number after a question mark, from 1 to {@link #GREATEST}. */
    private static int number(String parameter) {
        int number = 0;
        for (int i = 1; i < parameter.length(); i++) {
            number = Math.min(GREATEST, number * 10 + parameter.charAt(i) - '0');
        }
        return Math.max(1, number);
    }
}
