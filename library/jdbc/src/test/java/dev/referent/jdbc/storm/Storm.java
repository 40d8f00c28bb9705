package dev.referent.jdbc.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs rounds of drawn settings, each on the bare driver and on Referent, until the time is over. A process of its own: where
 * the JVM crashes, the last line of its output names the round.
 */
public final class Storm {
    /** What the last line begins with where all rounds were run. */
    static final String OVER = "rounds: ";

    private static final Duration ROUND = Duration.ofMillis(1_200);

    /** Below it a share of SQLITE_BUSY is chance. */
    private static final long FEW = 200;

    private long bareAttempts;
    private long bareBusy;
    private long attempts;
    private long busy;
    private boolean faultless = true;

    private Storm() {}

    /**
     * Runs rounds and exits with 0 if Referent has no fault. The bare driver's are printed: a cancel that meets the COMMIT of its
     * autocommit mode leaves a transaction open, in which later rows are lost.
     *
     * @param arguments the seconds, the first seed, and an empty folder
     */
    public static void main(String[] arguments) throws SQLException, IOException, InterruptedException {
        Duration duration = Duration.ofSeconds(Long.parseLong(arguments[0]));
        boolean faultless = new Storm().run(duration, Long.parseLong(arguments[1]), Path.of(arguments[2]));
        System.exit(faultless ? 0 : 1);
    }

    private boolean run(Duration duration, long firstSeed, Path folder)
            throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        long seed = firstSeed;
        while (System.nanoTime() - start < duration.toNanos()) {
            Settings settings = Settings.draw(new SplittableRandom(seed));
            round(settings, seed, Target.BARE, folder);
            round(settings, seed, Target.REFERENT, folder);
            seed++;
        }
        compareBusy();
        System.out.println(OVER + (seed - firstSeed) + (faultless ? ", no fault" : ", with faults"));
        return faultless;
    }

    private void round(Settings settings, long seed, Target target, Path folder)
            throws SQLException, IOException, InterruptedException {
        System.out.println("seed " + seed + " " + target + " " + settings);
        Path empty = Files.createTempDirectory(folder, "round");
        Ledger ledger = StormRound.run(settings, seed, target, empty, ROUND);
        System.out.println("  " + ledger);
        for (String fault : ledger.faults()) {
            System.out.println(
                    "  " + (target == Target.BARE ? "bare driver" : "FAULT") + " seed " + seed + ": " + fault);
            faultless = faultless && target == Target.BARE;
        }
        if (target == Target.BARE) {
            bareAttempts += ledger.counted("attempts");
            bareBusy += ledger.counted("busy");
        } else {
            attempts += ledger.counted("attempts");
            busy += ledger.counted("busy");
        }
        delete(empty);
    }

    /** SQLITE_BUSY is a matter of luck; twice the bare driver's share is not. */
    private void compareBusy() {
        System.out.println(
                "SQLITE_BUSY: bare " + bareBusy + " of " + bareAttempts + ", Referent " + busy + " of " + attempts);
        if (busy > FEW && (double) busy / attempts > 2.0 * bareBusy / bareAttempts) {
            System.out.println("  FAULT more SQLITE_BUSY than the bare driver's");
            faultless = false;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (var listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
