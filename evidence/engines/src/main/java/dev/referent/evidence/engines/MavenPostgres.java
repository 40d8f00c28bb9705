package dev.referent.evidence.engines;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** PostgreSQL 18 from Maven Central. It runs with fsync off, so it says nothing about durability or speed. */
final class MavenPostgres implements Engine {
    @Override
    public String name() {
        return "postgresql-18";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.toFile())
                    .setDataDirectory(directory.resolve("data"))
                    .start();
            ServerDatabases databases = ServerDatabases.postgres(postgres.getJdbcUrl("postgres", "postgres"));
            return new RunningServerEngine(databases, () -> stop(postgres));
        } catch (NoClassDefFoundError e) {
            throw Drivers.without("embedded PostgreSQL", e);
        } catch (IOException | RuntimeException e) {
            throw new EngineUnavailableException("PostgreSQL from Maven Central did not start", e);
        }
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}
