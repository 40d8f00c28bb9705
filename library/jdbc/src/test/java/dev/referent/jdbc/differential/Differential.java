package dev.referent.jdbc.differential;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs scenario after scenario. */
public final class Differential {
    private Differential() {}

    /**
     * Runs a number of statements and prints what was found.
     *
     * @param arguments the number of statements (4,000) and the first seed (1)
     */
    public static void main(String[] arguments) throws SQLException, IOException {
        int statements = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Tally tally = new Tally();
        Path folder = Files.createTempDirectory("referent-differential");
        List<Disagreement> disagreements = run(statements, seed, folder, tally, System.out::println);
        disagreements.forEach(System.out::println);
        System.out.println(tally.report() + disagreements.size() + " disagreements");
    }

    /** Runs scenarios of consecutive seeds until that many statements have been run, and returns the disagreements. */
    static List<Disagreement> run(int statements, long seed, Path folder, Tally tally, Consumer<String> progress)
            throws SQLException, IOException {
        List<Disagreement> disagreements = new ArrayList<>();
        int step = Math.max(statements / 10, 1_000);
        int told = step;
        for (long next = seed; tally.statements() < statements; next++) {
            try {
                Optional<Disagreement> found = Scenario.run(next, folder, tally).disagreement();
                found.ifPresent(disagreements::add);
            } catch (SQLException | RuntimeException e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                disagreements.add(new Disagreement(next, List.of("the harness failed: " + e), trace.toString()));
            }
            if (tally.statements() >= told) {
                progress.accept("seed " + next + ", statements " + tally.statements() + ", disagreements "
                        + disagreements.size());
                told += step;
            }
        }
        return disagreements;
    }
}
