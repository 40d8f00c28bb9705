package dev.referent.evidence.benchmarks;

import dev.referent.evidence.benchmarks.FailingWrite.Attempt;
import dev.referent.evidence.benchmarks.ParentChildDatabase.Kind;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the cost of an explanation: failing writes on the plain driver, and the same writes on Referent, where the failure
 * is explained. The difference within a round is the explanation. Both use a connection to the same WAL file and take turns.
 * The time limit on explanations is raised so that none is cut off.
 */
public final class ExplanationCost {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int LEAST_ROUNDS = 15;

    /** How many warm-up rounds are run, unless they take longer than the maximum time of a measurement. */
    private static final int WARM_UP = 300;

    private final int rounds;
    private final Duration atMost;

    private ExplanationCost(int rounds, Duration atMost) {
        this.rounds = rounds;
        this.atMost = atMost;
    }

    /**
     * Runs the measurement.
     *
     * @param arguments the number of rounds; the maximum seconds for a write, after at least 15 rounds; then the numbers of
     *     rows
     * @throws Exception if a statement succeeds that should fail
     */
    public static void main(String[] arguments) throws Exception {
        ExplanationCost measurement =
                new ExplanationCost(Integer.parseInt(arguments[0]), Duration.ofSeconds(Long.parseLong(arguments[1])));
        System.out.println("| failing write | rows | child column | mode | bare driver, ms | explanation, ms"
                + " | explanation / bare | rounds | complete |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int i = 2; i < arguments.length; i++) {
            for (Kind kind : Kind.values()) {
                measurement.measure(new ParentChildDatabase(Long.parseLong(arguments[i]), kind));
            }
        }
    }

    private void measure(ParentChildDatabase database) throws Exception {
        Path folder = Files.createTempDirectory("explanation");
        try {
            String url = database.create(folder);
            try (Connection bare = DriverManager.getConnection(url);
                    Connection enforced =
                            EnforcedDataSource.open(url).explainingWithin(LIMIT).getConnection()) {
                for (FailingWrite write : database.writes()) {
                    for (boolean autoCommit : List.of(true, false)) {
                        if (write != FailingWrite.COMMIT || !autoCommit) {
                            bare.setAutoCommit(autoCommit);
                            enforced.setAutoCommit(autoCommit);
                            new Pair(database, write, write.on(bare), write.on(enforced)).measure(autoCommit);
                        }
                    }
                }
                bare.setAutoCommit(true);
                enforced.setAutoCommit(true);
            }
        } finally {
            Databases.delete(folder);
        }
    }

    /** A write on both connections. */
    private final class Pair {
        private final ParentChildDatabase database;
        private final FailingWrite write;
        private final Attempt bare;
        private final Attempt enforced;
        private final List<Double> failing = new ArrayList<>();
        private final List<Double> explaining = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private String complete = "yes";

        private Pair(ParentChildDatabase database, FailingWrite write, Attempt bare, Attempt enforced) {
            this.database = database;
            this.write = write;
            this.bare = bare;
            this.enforced = enforced;
        }

        private void measure(boolean autoCommit) throws SQLException {
            run(WARM_UP, 3);
            failing.clear();
            explaining.clear();
            ratios.clear();
            run(rounds, LEAST_ROUNDS);
            bare.close();
            enforced.close();
            System.out.printf(
                    "| %s | %,d | %s | %s | %s | %s | %s | %d | %s |%n",
                    write.label(),
                    database.rows(),
                    database.kind().label(),
                    autoCommit ? "autocommit" : "transaction",
                    Quartiles.of(failing).text("%.3f"),
                    Quartiles.of(explaining).text("%.2f"),
                    Quartiles.of(ratios).text("%.2f"),
                    failing.size(),
                    complete);
        }

        private void run(int most, int least) throws SQLException {
            long start = System.nanoTime();
            for (int round = 0; round < most; round++) {
                if (round >= least && System.nanoTime() - start > atMost.toNanos()) {
                    return;
                }
                boolean bareFirst = round % 2 == 0;
                double first = milliseconds(bareFirst ? bare : enforced);
                double second = milliseconds(bareFirst ? enforced : bare);
                double without = bareFirst ? first : second;
                double explanation = (bareFirst ? second : first) - without;
                failing.add(without);
                explaining.add(explanation);
                ratios.add(explanation / without);
            }
        }

        private double milliseconds(Attempt attempt) throws SQLException {
            attempt.prepare();
            long start = System.nanoTime();
            try {
                attempt.run();
            } catch (SQLException failure) {
                double milliseconds = (System.nanoTime() - start) / 1e6;
                if (attempt == enforced) {
                    check(failure);
                }
                attempt.undo(database.rows());
                return milliseconds;
            }
            throw new SQLException("accepted: " + write);
        }

        private void check(SQLException failure) {
            Throwable typed = failure;
            while (typed != null && !(typed instanceof ForeignKeyViolationSQLException)) {
                typed = typed.getCause();
            }
            if (!(typed instanceof ForeignKeyViolationSQLException violation)) {
                complete = "no: " + failure.getMessage();
            } else if (violation.undetermined().isPresent()) {
                complete = "no: " + violation.undetermined().get();
            } else if (violation.violations().size() + violation.moreViolations() != write.violations()) {
                complete = "no: " + violation.violations().size() + " violations";
            }
        }
    }
}
