package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * An INSERT of rows of values without conflict resolution (sqlite.org/lang_insert.html).
 *
 * @param schema the database that its SQL names; empty if it names none
 * @param columns the columns that it names; empty if it names none, and so inserts into all
 */
public record SimpleInsert(String schema, String table, List<String> columns, List<List<SqlValue>> rows) {

    /** Reads a statement until the time is over; empty if it is of another kind or form. */
    static Optional<SimpleInsert> of(List<Token> tokens, BooleanSupplier over) {
        return new Reader(tokens, over).read();
    }

    /**
     * An INSERT of the rows of a query, without conflict resolution. Each row depends only on the rows that the query joins for it, so how
     * SQLite executes the query does not change its rows, unless it names a view or calls an aggregate function.
     *
     * @param into the INSERT without rows
     */
    public record OfQuery(SimpleInsert into, Clause query) {}

    /** Reads a statement; empty if it is of another kind or form. */
    static Optional<OfQuery> ofQuery(String sql, List<Token> tokens) {
        return new Reader(tokens, () -> false).readQuery(sql);
    }

    /** Returns the index of a column's value in each row; negative if the statement has none. */
    public int indexOf(String column, List<String> allColumns) {
        List<String> given = columns.isEmpty() ? allColumns : columns;
        for (int i = 0; i < given.size(); i++) {
            if (SqlNames.same(given.get(i), column)) {
                return i;
            }
        }
        return -1;
    }

    private static final class Reader extends TokenReader {
        private static final Set<String> ENDS = Set.of(";", "RETURNING");

        private static final Set<String> NOT_PLAIN =
                Set.of("LIMIT", "GROUP", "DISTINCT", "UNION", "INTERSECT", "EXCEPT", "CONFLICT", "RETURNING");

        private final BooleanSupplier over;

        private Reader(List<Token> tokens, BooleanSupplier over) {
            super(tokens);
            this.over = over;
        }

        private Optional<SimpleInsert> read() {
            List<List<SqlValue>> rows = new ArrayList<>();
            Optional<SimpleInsert> into = readInto(rows);
            if (into.isEmpty() || !skip("VALUES") || !readRows(rows)) {
                return Optional.empty();
            }
            int width = rows.get(0).size();
            List<String> columns = into.get().columns();
            boolean even = rows.stream().allMatch(row -> row.size() == width);
            return even && (columns.isEmpty() || columns.size() == width) ? into : Optional.empty();
        }

        private Optional<OfQuery> readQuery(String sql) {
            Optional<SimpleInsert> into = readInto(List.of());
            boolean plain = is("SELECT")
                    && tokens.stream().filter(token -> token.is("SELECT")).count() == 1
                    && tokens.stream().map(Token::keyword).noneMatch(NOT_PLAIN::contains);
            int end = SqlTokens.find(tokens, next, Set.of(";"));
            return into.filter(found -> plain).map(found -> new OfQuery(found, clause(sql, end)));
        }

        /** Reads up to the rows, which that list takes. */
        private Optional<SimpleInsert> readInto(List<List<SqlValue>> rows) {
            if (!skip("INSERT") || (skip("OR") && !skip("ABORT")) || !skip("INTO")) {
                return Optional.empty();
            }
            String first = name();
            boolean qualified = skip(".");
            String table = qualified ? name() : first;
            if (skip("AS")) {
                name();
            }
            List<String> columns = new ArrayList<>();
            if (is("(") && !readColumns(columns)) {
                return Optional.empty();
            }
            boolean once = columns.stream().map(SqlNames::folded).distinct().count() == columns.size();
            return once
                    ? Optional.of(new SimpleInsert(qualified ? first : "", table, columns, rows))
                    : Optional.empty();
        }

        private boolean readColumns(List<String> columns) {
            do {
                next++;
                columns.add(name());
            } while (is(","));
            return skip(")");
        }

        private boolean readRows(List<List<SqlValue>> rows) {
            do {
                boolean asks = rows.size() % SqlTokens.ASKED_EVERY == 0;
                if (!skip("(") || (asks && over.getAsBoolean())) {
                    return false;
                }
                rows.add(readRow());
            } while (skip(","));
            return next >= tokens.size() || ENDS.contains(tokens.get(next).keyword());
        }

        /** Reads the values up to the parenthesis that closes the row. */
        private List<SqlValue> readRow() {
            List<SqlValue> row = new ArrayList<>();
            int start = next;
            for (int depth = 1; next < tokens.size() && depth > 0; next++) {
                depth += is("(") ? 1 : is(")") ? -1 : 0;
                if (depth == 0 || (depth == 1 && is(","))) {
                    row.add(SqlValue.of(tokens, parameters, start, next));
                    start = next + 1;
                }
            }
            return row;
        }
    }
}
