package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that a REPLACE of known values deletes: those that have the same values in a unique index. */
record ReplacedRows(
        Investigation investigation,
        SchemaKey key,
        InsertProof insert,
        List<@Nullable Object> bound,
        List<String> conditions) {
    /**
     * Returns the keys of the replaced rows by which a foreign key references them.
     *
     * @return empty if it is not certain that no other rows of the parent table are deleted
     */
    static Optional<Set<KeyValues>> parentKeys(
            Investigation investigation, Catalogue catalogue, FailedStatement failed, SchemaKey key)
            throws SQLException {
        Optional<SqlStatement> plain = withoutResolution(failed.statement());
        TableFacts table = key.parent();
        boolean alone = plain.isPresent()
                && failed.values().isPresent()
                && investigation.written(failed.statement()).contains(key.schema(), table.name())
                && SqlNames.same(plain.get().plainInsert().orElseThrow().table(), table.name())
                && !catalogue.mayChange(key.schema(), table.name());
        Optional<InsertProof> insert = alone ? InsertProof.of(investigation, plain.get()) : Optional.empty();
        return insert.isEmpty()
                ? Optional.empty()
                : new ReplacedRows(investigation, key, insert.get(), failed.bound(), new ArrayList<>()).find();
    }

    /** Returns a REPLACE, or INSERT OR REPLACE, of values as a plain INSERT. */
    private static Optional<SqlStatement> withoutResolution(SqlStatement statement) {
        List<Token> tokens = statement.tokens();
        int into = tokens.get(0).is("REPLACE") ? 1 : 3;
        boolean replaces = tokens.size() > into
                && tokens.get(into).is("INTO")
                && tokens.get(into - 1).is("REPLACE")
                && !statement.says("CONFLICT");
        return replaces
                ? Optional.of(SqlStatement.of("INSERT "
                                + statement.sql().substring(tokens.get(into).start())))
                        .filter(plain -> plain.plainInsert().isPresent())
                : Optional.empty();
    }

    private Optional<Set<KeyValues>> find() throws SQLException {
        // a row may replace an earlier one that has become the parent row of an orphan row
        boolean mayReplaceItsOwn = insert.rows() > 1 && investigation.orphans().hasOrphans(key);
        if (mayReplaceItsOwn || !addRowIds() || !addIndexes()) {
            return Optional.empty();
        }
        String where = conditions.isEmpty() ? "0" : String.join(" OR ", conditions);
        return Optional.of(Set.copyOf(investigation
                .orphans()
                .parentKeys(
                        key,
                        " FROM " + SqlNames.quoted(key.schema(), key.parent().name()) + " WHERE " + where)));
    }

    /** A rowid that is not given is a new one; returns false if it is not known. */
    private boolean addRowIds() throws SQLException {
        if (insert.namesRowId()) {
            return false;
        }
        for (Column column : key.parent().columns()) {
            boolean given = key.parent().isRowId(column) && insert.gives(column.name());
            if (given && !add(List.of(column.name()), List.of("BINARY"))) {
                return false;
            }
        }
        return true;
    }

    /** Returns false if an index has an expression or is partial, or a value in it is not known. */
    private boolean addIndexes() throws SQLException {
        String schema = SqlNames.quoted(key.schema());
        String list = "PRAGMA " + schema + ".index_list("
                + SqlNames.quoted(key.parent().name()) + ")";
        for (List<@Nullable Object> index : Query.rows(investigation.connection(), list)) {
            if (!Long.valueOf(1).equals(index.get(2))) {
                continue;
            }
            String info = "PRAGMA " + schema + ".index_xinfo(" + SqlNames.quoted(String.valueOf(index.get(1))) + ")";
            List<String> columns = new ArrayList<>();
            List<String> collations = new ArrayList<>();
            boolean known = Long.valueOf(0).equals(index.get(4));
            for (List<@Nullable Object> column : Query.rows(investigation.connection(), info)) {
                if (Long.valueOf(1).equals(column.get(5))) {
                    known &= column.get(2) != null;
                    columns.add(String.valueOf(column.get(2)));
                    collations.add(String.valueOf(column.get(4)));
                }
            }
            if (!known || !add(columns, collations)) {
                return false;
            }
        }
        return true;
    }

    /** Adds the condition that a row has the values of an inserted row; returns false if they are not known. */
    private boolean add(List<String> columns, List<String> collations) throws SQLException {
        Optional<Set<KeyValues>> rows = insert.stored(columns, bound);
        rows.ifPresent(found -> found.forEach(values -> conditions.add("("
                + SqlConditions.all(
                        columns.size(),
                        i -> SqlNames.quoted(columns.get(i)) + " = "
                                + SqlLiteral.of(values.values().get(i)) + " COLLATE "
                                + SqlNames.quoted(collations.get(i)))
                + ")")));
        return rows.isPresent();
    }
}
