package dev.referent.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a storm of {@code referent.storm.seconds} from the seed {@code referent.storm.seed} on. */
@Tag("nightly")
final class StormTest {
    private static final long SECONDS = Long.getLong("referent.storm.seconds", 30);
    private static final long SEED = Long.getLong("referent.storm.seed", 1);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void losesNothingThatTheBareDriverKeeps() throws IOException, InterruptedException {
        ChildJvm.Result result =
                ChildJvm.run(Storm.class, folder, Long.toString(SECONDS), Long.toString(SEED), folder.toString());

        assertThat(result.lastLine()).as(result.output()).startsWith(Storm.OVER);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
