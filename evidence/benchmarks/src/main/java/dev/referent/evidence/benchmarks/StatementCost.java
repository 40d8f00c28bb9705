package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Prepares and closes statements, and executes SQL strings directly, in one transaction. */
final class StatementCost implements Measurement {
    private static final int TIMES = 1_000;
    private static final String TEN = "INSERT INTO child (parent_id) VALUES (1);\n".repeat(10);
    private static final String QUERY = "SELECT id FROM parent WHERE id = ";

    /** The measured call. */
    @FunctionalInterface
    private interface Work {
        void run(Connection connection, int i) throws SQLException;
    }

    private static final Map<String, Work> WORK = new TreeMap<>(Map.of(
            "prepare an INSERT",
            (connection, i) -> connection
                    .prepareStatement("INSERT INTO child (id, parent_id) VALUES (?, ?)")
                    .close(),
            "prepare a SELECT",
            (connection, i) -> connection
                    .prepareStatement(
                            "SELECT c.id, p.id FROM child c JOIN parent p ON p.id = c.parent_id WHERE c.id = ?")
                    .close(),
            "SQL string: INSERT",
            (connection, i) ->
                    ParentChildDatabase.execute(connection, "INSERT INTO child (parent_id) VALUES (1) -- " + i),
            "SQL string: UPDATE",
            (connection, i) ->
                    ParentChildDatabase.execute(connection, "UPDATE child SET parent_id = 1 WHERE id = " + i),
            "SQL string: 10 INSERTs",
            (connection, i) -> ParentChildDatabase.execute(connection, TEN),
            "SQL string: SELECT",
            StatementCost::select));

    private static void select(Connection connection, int i) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY + i)) {
            rows.next();
        }
    }

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path bareFile = Databases.create(folder, "bare.sqlite", 10);
        Path referentFile = Databases.create(folder, "referent.sqlite", 10);
        try (Connection bare = Databases.bare(bareFile).open();
                Connection referent = Databases.referent(referentFile).open()) {
            bare.setAutoCommit(false);
            referent.setAutoCommit(false);
            for (Map.Entry<String, Work> work : WORK.entrySet()) {
                PairedRounds rounds = PairedRounds.run(
                        20, time, () -> each(bare, work.getValue()), () -> each(referent, work.getValue()));
                System.out.println(rounds.line(work.getKey(), "%.2f", "µs", ""));
            }
        }
    }

    private static double each(Connection connection, Work work) throws SQLException {
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            work.run(connection, i);
        }
        double microseconds = (System.nanoTime() - start) / 1e3 / TIMES;
        connection.rollback();
        return microseconds;
    }
}
