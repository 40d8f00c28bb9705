package dev.referent.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptTest {
    private static final String REFUSAL = "FOREIGN KEY constraint failed";

    @TempDir
    private Path folder;

    @Test
    void rejectsInTheShellWhatTheDriverRejected() throws SQLException, IOException, InterruptedException {
        assumeTrue(isInstalled(), "the sqlite3 shell is not installed");
        int run = 0;
        for (long seed = 1; run < 5; seed++) {
            Optional<String> script = Scenario.run(seed, folder, new Tally()).lastFailure();
            if (script.isPresent()) {
                run++;
                assertThat(last(shell(script.get()))).as(script.get()).contains(REFUSAL);
            }
        }
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("sqlite3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what the shell complains of, line by line. */
    private List<String> shell(String script) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("script.sql"), script);
        Path errors = folder.resolve("errors.txt");
        new ProcessBuilder("sqlite3", "-batch", ":memory:")
                .redirectInput(input.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return Files.readAllLines(errors, StandardCharsets.UTF_8);
    }

    private static String last(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("rror"))
                .reduce((earlier, later) -> later)
                .orElse("no error");
    }
}
