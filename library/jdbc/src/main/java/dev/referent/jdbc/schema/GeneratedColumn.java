package dev.referent.jdbc.schema;

import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the expression of a generated column from the declaration of its table. */
final class GeneratedColumn {
    private final Set<String> names = new TreeSet<>(SqlNames.ORDER);
    private int depth;
    private boolean begins;
    private boolean within;
    private int expression;

    private GeneratedColumn() {}

    /** Returns the names in a column's expression, by the CREATE TABLE; among them are all columns that it is computed from. */
    static Set<String> names(String declaration, String column) {
        GeneratedColumn generated = new GeneratedColumn();
        List<Token> tokens = SqlTokens.of(declaration);
        for (int i = 1; i < tokens.size(); i++) {
            generated.read(tokens.get(i), tokens.get(i - 1).is("AS"), column);
        }
        return generated.names;
    }

    private void read(Token token, boolean afterAs, String column) {
        if (begins) {
            within = SqlNames.same(token.text(), column);
        }
        begins = false;
        if (token.is("(")) {
            depth++;
            begins = depth == 1;
            expression = within && afterAs && depth == 2 ? 2 : expression;
        } else if (token.is(")")) {
            depth--;
            expression = depth < expression ? 0 : expression;
        } else if (token.is(",") && depth == 1) {
            begins = true;
        } else if (expression > 0) {
            names.add(token.text());
        }
    }
}
