package dev.referent.jdbc.schema;

import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the SQL of a {@code CREATE TABLE} what no PRAGMA reports about its foreign keys: their names, and which of them
 * are deferred (sqlite.org/syntax/foreign-key-clause.html).
 */
final class ForeignKeyDeclarations {

    /** The name of a foreign key clause, if it has one, and when it says that it is checked. */
    record Declaration(Optional<String> name, Deferrability deferrability) {}

    private final List<Token> tokens;
    private final List<Declaration> declarations = new ArrayList<>();
    private @Nullable String name;
    private boolean negated;

    private ForeignKeyDeclarations(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Returns the foreign keys of a CREATE TABLE, in the order of their declaration. */
    static List<Declaration> of(String createTable) {
        ForeignKeyDeclarations reader = new ForeignKeyDeclarations(SqlTokens.of(createTable));
        reader.read();
        return reader.declarations;
    }

    /** Reads the table's body; inner parentheses (types, checks, column lists) contain no foreign key clause. */
    private void read() {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (depth == 1) {
                i = readClausePart(i);
            }
        }
    }

    /** Reads the token at the index and returns the index of the last one read. */
    private int readClausePart(int index) {
        Token token = tokens.get(index);
        switch (token.keyword()) {
            case "CONSTRAINT" -> {
                name = index + 1 < tokens.size() ? tokens.get(index + 1).text() : null;
                return index + 1;
            }
            case "FOREIGN", "KEY" -> {
                // between a table constraint's name and its REFERENCES
            }
            case "REFERENCES" -> {
                declarations.add(new Declaration(Optional.ofNullable(name), Deferrability.NOT_DEFERRABLE));
                name = null;
                negated = false;
            }
            case "NOT" -> negated = true;
            case "DEFERRABLE" -> {
                name = null;
                deferLast(index);
                negated = false;
            }
            default -> {
                name = null;
                negated = false;
            }
        }
        return index;
    }

    private void deferLast(int index) {
        boolean deferred = index + 2 < tokens.size()
                && tokens.get(index + 1).is("INITIALLY")
                && tokens.get(index + 2).is("DEFERRED");
        Deferrability deferrable = deferred ? Deferrability.INITIALLY_DEFERRED : Deferrability.INITIALLY_IMMEDIATE;
        if (!declarations.isEmpty()) {
            Declaration last = declarations.remove(declarations.size() - 1);
            declarations.add(new Declaration(last.name(), negated ? Deferrability.NOT_DEFERRABLE : deferrable));
        }
    }
}
