package dev.referent.jdbc.differential;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * One SQL statement with its bound values.
 *
 * @param template the text, with {@link #MARK} in place of each bound value
 * @param parameters the bound values
 */
record Sql(String template, List<Parameter> parameters) {
    /** Stands for a bound value; no generated name holds it. */
    static final char MARK = '\uE000';

    Sql {
        parameters = List.copyOf(parameters);
    }

    static Sql of(String text) {
        return new Sql(text, List.of());
    }

    /** Returns the text as JDBC takes it, with question marks. */
    String text() {
        return template.replace(MARK, '?');
    }

    /** Returns the text with the values written out. */
    String literal() {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < template.length(); i++) {
            char letter = template.charAt(i);
            if (letter == MARK) {
                text.append(parameters.get(next++).value().literal());
            } else {
                text.append(letter);
            }
        }
        return text.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).bind(statement, i + 1);
        }
    }

    @Override
    public String toString() {
        return literal();
    }
}
