package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** The SQL text of a scenario so far, for the sqlite3 shell. */
final class Script {
    private final List<String> setup;
    private final List<String> lines = new ArrayList<>();

    /** What Referent does by itself where {@code setAutoCommit(true)} is rejected. */
    private List<String> repair = List.of();

    Script(List<String> setup) {
        this.setup = setup;
    }

    /** Adds a step, of which the shell is to run that many statements: a call of several ends with the first rejected one. */
    void add(Step step, Outcome outcome, int run) {
        List<String> statements = step.script();
        lines.addAll(repair);
        repair = step.kind() == Step.Kind.AUTOCOMMIT_ON && outcome.isForeignKeys()
                ? List.of("ROLLBACK;", "BEGIN;")
                : List.of();
        if (step.kind() == Step.Kind.FROM_OUTSIDE && !outcome.isAccepted()) {
            return;
        }
        lines.add("-- " + step.kind() + " " + step.call() + ": "
                + outcome.summary().replace('\n', ' '));
        statements.subList(0, Math.min(run, statements.size())).forEach(statement -> lines.add(statement + ";"));
    }

    /** Returns the whole text, with remarks at its end. */
    String text(List<String> remarks) {
        StringBuilder text = new StringBuilder();
        setup.forEach(statement -> text.append(statement).append(";\n"));
        lines.forEach(line -> text.append(line).append('\n'));
        remarks.forEach(remark ->
                text.append("-- ").append(remark.replace("\n", "\n-- ")).append('\n'));
        return UserFunctions.withoutThem(text.toString());
    }
}
