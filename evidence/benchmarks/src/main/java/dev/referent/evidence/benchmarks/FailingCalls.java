package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A failing call in a transaction, within the usual limit. */
final class FailingCalls implements Measurement {
    private final RefusedWrite write;
    private final long rows;
    private final RefusingDatabase.Kind kind;

    /**
     * Chooses the call.
     *
     * @param rows how many parents, and how many children, there are
     */
    FailingCalls(RefusedWrite write, long rows, RefusingDatabase.Kind kind) {
        this.write = write;
        this.rows = rows;
        this.kind = kind;
    }

    @Override
    public void run(Path folder, Duration time) throws Exception {
        String url = new RefusingDatabase(rows, kind).create(folder);
        Path file = folder.resolve(kind + "-" + rows + ".sqlite");
        Databases.Notes notes = new Databases.Notes();
        try (Connection bare = DriverManager.getConnection(url);
                Connection referent = Databases.referent(file).open()) {
            bare.setAutoCommit(false);
            referent.setAutoCommit(false);
            RefusedWrite.Attempt ofBare = write.on(bare);
            RefusedWrite.Attempt ofReferent = write.on(referent);
            Turns turns = Turns.take(5, time, () -> milliseconds(ofBare, notes), () -> milliseconds(ofReferent, notes));
            String what = "%s, in a transaction, %,d children, %s".formatted(write.words(), rows, kind.words());
            System.out.println(turns.line(what, "%.3f", "ms", notes.text()));
            ofBare.close();
            ofReferent.close();
        }
    }

    private double milliseconds(RefusedWrite.Attempt attempt, Databases.Notes notes) throws SQLException {
        attempt.prepare();
        long start = System.nanoTime();
        try {
            attempt.run();
        } catch (SQLException failure) {
            double milliseconds = (System.nanoTime() - start) / 1e6;
            notes.add(failure);
            attempt.undo(rows);
            return milliseconds;
        }
        throw new SQLException("accepted: " + write);
    }
}
