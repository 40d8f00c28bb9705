package dev.referent.corpus.storage;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of the corpus by name. Without it Flyway would look for them among the 11,000 entries of the application's jar at
 * each start.
 *
 * @param folder the folder of the migrations of one database product, relative to this class
 */
record CorpusMigrations(String folder) implements ResourceProvider {
    static final List<String> NAMES = List.of("V1__corpus.sql", "V2__utterances_of_an_audio.sql");

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return NAMES.contains(name) ? new Script(folder, name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return NAMES.stream()
                .filter(name -> name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                .<LoadableResource>map(name -> new Script(folder, name))
                .toList();
    }

    /** One migration. */
    private static final class Script extends LoadableResource {
        private final String path;
        private final String name;

        Script(String folder, String name) {
            this.path = folder + "/" + name;
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream stream = Objects.requireNonNull(CorpusMigrations.class.getResourceAsStream(path), path);
            return new InputStreamReader(stream, StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
