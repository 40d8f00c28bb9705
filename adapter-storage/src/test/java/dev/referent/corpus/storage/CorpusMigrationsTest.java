package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorpusMigrationsTest {
    @ParameterizedTest
    @ValueSource(strings = {"corpus", "corpus-postgresql", "corpus-mariadb"})
    void namesEveryFileOfTheFolder(String folder) throws URISyntaxException {
        Path files = Path.of(
                Objects.requireNonNull(CorpusSchema.class.getResource(folder)).toURI());

        assertThat(files.toFile().list()).containsExactlyInAnyOrderElementsOf(CorpusMigrations.NAMES);
    }
}
