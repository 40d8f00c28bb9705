package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A failing call in a transaction, with the default time limit on explanations. */
final class FailingCalls implements Measurement {
    private final FailingWrite write;
    private final long rows;
    private final ParentChildDatabase.Kind kind;

    /**
     * Creates the measurement of a write.
     *
     * @param rows the number of parents, which is also the number of children
     */
    FailingCalls(FailingWrite write, long rows, ParentChildDatabase.Kind kind) {
        this.write = write;
        this.rows = rows;
        this.kind = kind;
    }

    @Override
    public void run(Path folder, Duration time) throws Exception {
        String url = new ParentChildDatabase(rows, kind).create(folder);
        Path file = folder.resolve(kind + "-" + rows + ".sqlite");
        Databases.ExplanationCount explanations = new Databases.ExplanationCount();
        try (Connection bare = DriverManager.getConnection(url);
                Connection referent = Databases.referent(file).open()) {
            bare.setAutoCommit(false);
            referent.setAutoCommit(false);
            FailingWrite.Attempt bareAttempt = write.on(bare);
            FailingWrite.Attempt referentAttempt = write.on(referent);
            PairedRounds rounds = PairedRounds.run(
                    5,
                    time,
                    () -> milliseconds(bareAttempt, explanations),
                    () -> milliseconds(referentAttempt, explanations));
            String what = "%s, in a transaction, %,d children, %s".formatted(write.label(), rows, kind.label());
            System.out.println(rounds.line(what, "%.3f", "ms", explanations.text()));
            bareAttempt.close();
            referentAttempt.close();
        }
    }

    private double milliseconds(FailingWrite.Attempt attempt, Databases.ExplanationCount explanations)
            throws SQLException {
        attempt.prepare();
        long start = System.nanoTime();
        try {
            attempt.run();
        } catch (SQLException failure) {
            double milliseconds = (System.nanoTime() - start) / 1e6;
            explanations.add(failure);
            attempt.undo(rows);
            return milliseconds;
        }
        throw new SQLException("accepted: " + write);
    }
}
