package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.orphans.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a lint finds. */
final class LintFindings {
    private final List<Found> all = new ArrayList<>();

    /**
     * A finding at a statement.
     *
     * @param statement the statement
     * @param finding the finding, with its line
     */
    record Found(ScriptStatement statement, Finding finding) {}

    /** Adds a finding about a statement. */
    void add(LintRule rule, ScriptStatement statement, String message, String remedy) {
        add(
                statement,
                statement.tokens().get(0),
                new Finding(rule, Optional.empty(), Optional.empty(), message, Optional.of(remedy)));
    }

    /** Adds a finding about a statement and a table whose keys it concerns. */
    void add(
            LintRule rule,
            ScriptStatement statement,
            String table,
            List<DeclaredForeignKey> keys,
            String message,
            String remedy) {
        Optional<String> key = keys.size() == 1 ? Optional.of(keys.get(0).name()) : Optional.empty();
        add(
                statement,
                statement.tokens().get(0),
                new Finding(rule, Optional.of(table), key, message, Optional.of(remedy)));
    }

    /** Adds a finding at a token of a statement. */
    void add(ScriptStatement statement, Token token, Finding finding) {
        all.add(new Found(statement, finding.at(statement.file().sourceLine(token.start()))));
    }

    /** Returns what was found, in the order in which it was. */
    List<Found> all() {
        return List.copyOf(all);
    }
}
