package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a statement, as far as its SQL shows it.
 *
 * @param known whether it is a literal or a parameter; any other expression has to be calculated
 * @param parameter the number of the parameter, counted from 1; 0 for a literal
 * @param literal the value of a literal: a Long, a String or null
 */
public record SqlValue(boolean known, int parameter, @Nullable Object literal) {
    static final SqlValue EXPRESSION = new SqlValue(false, 0, null);

    /** The number of digits up to which an integer certainly has 64 bits. */
    private static final int DIGITS = 18;

    /** A bound or literal value, possibly null. */
    public record Known(@Nullable Object value) {}

    /**
     * Returns the value.
     *
     * @param bound the bound values; further parameters are null
     * @return empty if it has to be calculated
     */
    public Optional<Known> value(List<@Nullable Object> bound) {
        if (!known) {
            return Optional.empty();
        }
        if (parameter == 0) {
            return Optional.of(new Known(literal));
        }
        Object value = parameter <= bound.size() ? bound.get(parameter - 1) : null;
        return Optional.of(new Known(SqlLiteral.isNull(value) ? null : value));
    }

    /**
     * Reads an expression.
     *
     * @param parameters the numbers of parameters, by the index of their token
     */
    static SqlValue of(List<Token> tokens, Map<Integer, Integer> parameters, int from, int to) {
        if (from >= to) {
            return EXPRESSION;
        }
        Token first = tokens.get(from);
        Integer parameter = parameters.get(from);
        if (parameter != null) {
            return to - from == 1 ? new SqlValue(true, parameter, null) : EXPRESSION;
        }
        boolean signed = to - from == 2 && (first.is("-") || first.is("+"));
        if (signed) {
            return integer(tokens.get(from + 1), first.is("-"));
        }
        return to - from == 1 ? literal(first) : EXPRESSION;
    }

    private static SqlValue literal(Token token) {
        if (token.literal()) {
            return new SqlValue(true, 0, token.text());
        }
        return switch (token.keyword()) {
            case "NULL" -> new SqlValue(true, 0, null);
            case "TRUE" -> new SqlValue(true, 0, 1L);
            case "FALSE" -> new SqlValue(true, 0, 0L);
            default -> integer(token, false);
        };
    }

    private static SqlValue integer(Token token, boolean negative) {
        String digits = token.text();
        boolean isOne =
                !token.quoted() && !digits.isEmpty() && digits.length() <= DIGITS && SqlTokens.areDigits(digits);
        return isOne ? new SqlValue(true, 0, Long.parseLong(negative ? "-" + digits : digits)) : EXPRESSION;
    }
}
