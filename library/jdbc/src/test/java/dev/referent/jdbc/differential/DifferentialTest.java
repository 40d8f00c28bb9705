package dev.referent.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code referent.differential.statements} statements from the seed {@code referent.differential.seed} on. */
final class DifferentialTest {
    private static final int STATEMENTS = Integer.getInteger("referent.differential.statements", 2_000);
    private static final long SEED = Long.getLong("referent.differential.seed", 1);

    /** From how many statements on the share of undetermined explanations is more than chance. */
    private static final int ENOUGH = 20_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void explainsAsTheOracleDoesAndLeavesWhatTheBareDriverLeaves() throws SQLException, IOException {
        Tally tally = new Tally();

        assertThat(Differential.run(STATEMENTS, SEED, folder, tally, progress -> {}))
                .isEmpty();

        assertThat(tally.rejectedShare()).as(tally.report()).isBetween(0.2, 0.35);
        assertThat(tally.undeterminedStatements()).as(tally.report()).isLessThan(STATEMENTS < ENOUGH ? 0.02 : 0.01);
        assertThat(tally.undeterminedCommits()).as(tally.report()).isLessThan(STATEMENTS < ENOUGH ? 0.06 : 0.03);
    }
}
