package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a REPLACE into a parent table (sqlite.org/lang_conflict.html), and an INSERT into or an UPDATE of one that is declared with ON CONFLICT
 * REPLACE, unless the script itself creates that table; also in the body of a trigger.
 */
final class ReplaceCheck implements LintCheck {
    private final SchemaReplay replay;
    private final Set<String> created = new HashSet<>();

    ReplaceCheck(SchemaReplay replay) {
        this.replay = replay;
    }

    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        statement
                .createdTable()
                .filter(table -> !step.before().hasTable(table))
                .ifPresent(table -> created.add(SqlNames.folded(table)));
        if (statement.begins("CREATE")) {
            statement.triggered().forEach(write -> check(step, write, true, findings));
        } else if (step.enforced()) {
            check(step, statement, false, findings);
        }
    }

    private void check(Step step, ScriptStatement write, boolean triggered, LintFindings findings) {
        int verb = write.indexOf("INSERT", "UPDATE", "REPLACE");
        if (verb < 0) {
            return;
        }
        boolean update = write.says(verb, "UPDATE");
        boolean or = write.says(verb + 1, "OR");
        boolean replaces = write.says(verb, "REPLACE", "INTO") || write.says(verb + 1, "OR", "REPLACE");
        String table = write.name(verb + (or ? 3 : 1) + (update ? 0 : 1));
        List<DeclaredForeignKey> acting =
                step.after().keysTo(table).stream().filter(Schema::acts).toList();
        if (acting.isEmpty()) {
            return;
        }
        if (replaces) {
            boolean ofKey =
                    !update || replaces(write, verb, " OR REPLACE", triggered).orElse(true);
            if (ofKey) {
                add(
                        step,
                        table,
                        acting,
                        update,
                        (update ? "UPDATE OR REPLACE of " : "REPLACE into ") + table,
                        findings);
            }
        } else if (!or
                && write.indexOf("CONFLICT") < 0
                && (triggered || !created.contains(SqlNames.folded(table)))
                && replaces(write, verb, "", triggered).orElse(false)) {
            String what = (update ? "UPDATE of " : "INSERT into ") + table + ", declared with ON CONFLICT REPLACE,";
            add(step, table, acting, update, what, findings);
        }
    }

    private Optional<Boolean> replaces(ScriptStatement write, int verb, String clause, boolean triggered) {
        return replay.replaces(sql(write, verb, clause, triggered), sql(write, verb, " OR ABORT", triggered));
    }

    /** Returns the SQL with another conflict clause, and with parameters for a trigger's NEW and OLD. */
    private static String sql(ScriptStatement write, int verb, String clause, boolean triggered) {
        String text = write.file().text();
        List<Token> tokens = write.tokens();
        StringBuilder sql = new StringBuilder();
        int last = write.start();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (triggered && (token.is("NEW") || token.is("OLD")) && write.says(i + 1, ".") && i + 2 < tokens.size()) {
                i += 2;
                sql.append(text, last, token.start()).append('?');
            } else if (i == verb) {
                sql.append(text, last, token.end()).append(clause);
                i += write.says(i + 1, "OR") ? 2 : 0;
            } else {
                sql.append(text, last, token.end());
            }
            last = tokens.get(i).end();
        }
        return sql.toString();
    }

    private static void add(
            Step step,
            String table,
            List<DeclaredForeignKey> acting,
            boolean update,
            String what,
            LintFindings findings) {
        findings.add(
                LintRule.REPLACE_PARENT,
                step.statement(),
                table,
                acting,
                what + " deletes a row that has the same key first, and the foreign keys act on its child rows: "
                        + DropCheck.described(acting),
                update
                        ? "UPDATE OR ABORT …, which fails and keeps the row"
                        : "INSERT … ON CONFLICT (…) DO UPDATE SET …, which keeps the row");
    }
}
