package dev.referent.jdbc.differential;

import dev.referent.jdbc.differential.Step.Call;
import dev.referent.jdbc.differential.Step.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses what an application does next: writes mostly, in and out of transactions. */
final class Steps {
    private static final List<Call> PLAIN = List.of(Call.EXECUTE, Call.UPDATE, Call.UPDATE, Call.LARGE_UPDATE);
    private static final List<Call> PREPARED =
            List.of(Call.PREPARED_EXECUTE, Call.PREPARED_UPDATE, Call.PREPARED_UPDATE, Call.PREPARED_LARGE_UPDATE);

    private final Dice dice;
    private final Schema schema;
    private final Statements statements;
    final Alterations alterations;
    private final double transactional;
    private final List<String> savepoints = new ArrayList<>();
    private @Nullable Step last;
    private boolean begunBySavepoint;

    Steps(Dice dice, Schema schema, Values values) {
        this.dice = dice;
        this.schema = schema;
        this.statements = new Statements(dice, schema, values);
        this.alterations = new Alterations(dice, schema);
        this.transactional = dice.of(0.0, 0.05, 0.3, 0.6);
    }

    /**
     * Returns the next step.
     *
     * @param open whether a transaction is open
     * @param side the bare side, in whose autoCommit and savepoints the other is
     */
    Step next(boolean open, Side side) throws SQLException {
        if (!open) {
            savepoints.clear();
        }
        boolean free = !open && side.autoCommit();
        Optional<Step> other = free ? outside() : inside(side);
        Step step = other.isPresent() ? other.get() : writing();
        last = step;
        return step;
    }

    /** Returns how to end the transaction that is open. */
    Step end(Side side) throws SQLException {
        if (!side.autoCommit()) {
            return dice.chance(0.03)
                    ? Step.control("COMMIT")
                    : Step.of(dice.of(Kind.COMMIT, Kind.COMMIT, Kind.AUTOCOMMIT_ON));
        }
        if (begunBySavepoint && !savepoints.isEmpty()) {
            String outermost = savepoints.get(0);
            savepoints.clear();
            return Step.control("RELEASE " + outermost);
        }
        return Step.control(dice.of("COMMIT", "END", "COMMIT TRANSACTION"));
    }

    /** Returns how to undo the transaction that is open. */
    Step undo(Side side) throws SQLException {
        return side.autoCommit() ? Step.control("ROLLBACK") : Step.of(Kind.ROLLBACK);
    }

    private Optional<Step> outside() throws SQLException {
        if (dice.chance(0.012)) {
            return alterations.any(true);
        }
        if (dice.chance(0.03)) {
            return fromOutside();
        }
        if (!dice.chance(transactional)) {
            return Optional.empty();
        }
        begunBySavepoint = dice.chance(0.15);
        if (begunBySavepoint) {
            return Optional.of(savepoint());
        }
        return Optional.of(dice.chance(0.6) ? Step.of(Kind.AUTOCOMMIT_OFF) : Step.control(begin()));
    }

    /** A write of another program, which may leave orphans. */
    private Optional<Step> fromOutside() throws SQLException {
        Statements.Write write = statements.any(false, false);
        if (schema.inMemory
                || write.returning()
                || !write.target().schema.equals("main")
                || write.sql().text().startsWith("DROP")) {
            return Optional.empty();
        }
        String enforced = dice.chance(0.5) ? "PRAGMA foreign_keys=ON; " : "PRAGMA foreign_keys=OFF; ";
        Sql sql = Sql.of(enforced + write.sql().text());
        return Optional.of(new Step(Kind.FROM_OUTSIDE, Call.EXECUTE, List.of(sql), Optional.empty(), Optional.empty()));
    }

    private String begin() {
        return dice.chance(0.03) ? "begin exclusive" : dice.of("BEGIN", "BEGIN IMMEDIATE", "BEGIN TRANSACTION");
    }

    private Step savepoint() {
        savepoints.add("s" + savepoints.size());
        return Step.control("SAVEPOINT " + savepoints.get(savepoints.size() - 1));
    }

    private Optional<Step> inside(Side side) throws SQLException {
        int roll = dice.below(100);
        if (roll < 11) {
            return Optional.of(end(side));
        }
        if (roll < 14) {
            return Optional.of(undo(side));
        }
        if (roll < 16) {
            return Optional.of(Step.control("PRAGMA defer_foreign_keys=ON"));
        }
        if (roll < 19) {
            return Optional.of(side.autoCommit() ? savepoint() : Step.of(Kind.SAVEPOINT));
        }
        if (roll < 23 && side.savepointCount() > 0) {
            return Optional.of(Step.of(dice.of(Kind.RELEASE, Kind.ROLLBACK_TO)));
        }
        if (roll < 23 && savepoints.size() > 1) {
            String innermost = savepoints.get(savepoints.size() - 1);
            return Optional.of(Step.control("ROLLBACK TO " + innermost));
        }
        if (roll < 25) {
            return dice.chance(0.3) ? fromOutside() : alterations.any(false);
        }
        return Optional.empty();
    }

    private Step writing() throws SQLException {
        int roll = dice.below(100);
        if (roll < 7) {
            List<Sql> rows = statements.rows(2 + dice.below(7));
            return new Step(Kind.PREPARED_BATCH, Call.EXECUTE, rows, Optional.empty(), Optional.empty());
        }
        if (roll < 12) {
            return several(Kind.STATEMENT_BATCH, 2 + dice.below(5));
        }
        if (roll < 15) {
            return several(Kind.TEXT, 2 + dice.below(2));
        }
        if (last != null && last.kind() == Kind.WRITE && last.call().isPrepared() && roll < 20) {
            return new Step(Kind.WRITE, Call.AGAIN, last.statements(), last.target(), Optional.empty());
        }
        boolean bound = dice.chance(0.6);
        Statements.Write write = statements.any(bound, true);
        Call call = bound
                ? write.returning() ? dice.of(Call.PREPARED_QUERY, Call.PREPARED_EXECUTE) : dice.pick(PREPARED)
                : write.returning() ? dice.of(Call.QUERY, Call.EXECUTE) : dice.pick(PLAIN);
        Table other = dice.pick(schema.tables);
        Optional<Table> scan = other != write.target() && dice.chance(0.08) ? Optional.of(other) : Optional.empty();
        return new Step(Kind.WRITE, call, List.of(write.sql()), Optional.of(write.target()), scan);
    }

    private Step several(Kind kind, int count) throws SQLException {
        List<Sql> texts = new ArrayList<>();
        while (texts.size() < count) {
            Statements.Write write = statements.any(false, false);
            if (!write.returning() && !write.sql().text().startsWith("DROP")) {
                texts.add(write.sql());
            }
        }
        return new Step(kind, Call.EXECUTE, texts, Optional.empty(), Optional.empty());
    }
}
