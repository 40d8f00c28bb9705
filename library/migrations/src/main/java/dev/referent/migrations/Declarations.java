package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.migrations.ScriptStatement.Renaming;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers which statement declares each key. */
final class Declarations {
    private final Map<String, Place> places = new HashMap<>();

    /** Where a key is declared. */
    record Place(ScriptStatement statement, Token token) {}

    /** Notes the keys that a statement declares, and those of a table that it renames. */
    void note(Step step) {
        ScriptStatement statement = step.statement();
        if (step.before().equals(step.after())) {
            return;
        }
        Optional<Renaming> renaming = statement.renaming();
        if (renaming.isPresent()) {
            renamed(step, renaming.get());
            return;
        }
        List<Token> clauses = statement.tokens().stream()
                .filter(token -> token.is("REFERENCES"))
                .toList();
        Set<DeclaredForeignKey> earlier = new HashSet<>(step.before().keys());
        List<DeclaredForeignKey> declared = step.after().keys().stream()
                .filter(key -> !earlier.contains(key))
                .toList();
        for (int i = 0; i < declared.size(); i++) {
            boolean known = clauses.size() == declared.size();
            Token token = known ? clauses.get(i) : statement.tokens().get(0);
            places.put(name(declared.get(i)), new Place(statement, token));
        }
    }

    private void renamed(Step step, Renaming renaming) {
        for (DeclaredForeignKey key : step.after().keys()) {
            Place before = places.get(name(renaming.from(), key.childColumns()));
            if (SqlNames.same(key.childTable(), renaming.to()) && before != null) {
                places.put(name(key), before);
            }
        }
    }

    /** Returns where a key is declared; empty if that is not known. */
    Optional<Place> of(DeclaredForeignKey key) {
        return Optional.ofNullable(places.get(name(key)));
    }

    private static String name(DeclaredForeignKey key) {
        return name(key.childTable(), key.childColumns());
    }

    private static String name(String table, List<String> columns) {
        return SqlNames.folded(table + "(" + String.join(",", columns) + ")");
    }
}
