package dev.referent.evidence.comparison.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlaygroundTest {
    private final List<Path> databases = new ArrayList<>();
    private boolean full = true;

    /** Prepares the first way to open SQLite, and no other while the disk is full. */
    private TemporarySqlite prepare(String parameters, boolean referent) throws IOException {
        if (full && !databases.isEmpty()) {
            throw new IOException("no space left");
        }
        TemporarySqlite prepared = new TemporarySqlite(parameters, referent);
        databases.add(prepared.directory());
        return prepared;
    }

    @Test
    void keepsNothingOfAStartThatFailsAndStartsAgain() throws Exception {
        Scenario scenario =
                Stories.named("utterance").scenario(Set.of(), StoriesTest.values(Stories.named("utterance")));
        List<Result> results = new ArrayList<>();
        try (Playground playground = new Playground(this::prepare)) {
            assertThatIOException().isThrownBy(() -> playground.run(scenario, results::add));
            assertThat(databases).singleElement().satisfies(one -> assertThat(one)
                    .doesNotExist());
            assertThat(results).isEmpty();

            full = false;
            playground.run(scenario, results::add);
        }
        assertThat(results).extracting(Result::engine).containsAll(Playground.names());
        assertThat(databases).hasSize(4).allSatisfy(one -> assertThat(one).doesNotExist());
    }
}
