package dev.referent.comparison.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** PostgreSQL 18 from Maven Central. It runs with fsync off, so it shows nothing of durability or speed. */
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
                    .start();
            return new Running(postgres);
        } catch (IOException | RuntimeException e) {
            throw new EngineUnavailableException("PostgreSQL from Maven Central did not start", e);
        }
    }

    private static final class Running implements RunningEngine {
        private final EmbeddedPostgres postgres;
        private final ServerDatabases databases;

        Running(EmbeddedPostgres postgres) {
            this.postgres = postgres;
            this.databases = new ServerDatabases(
                    Database.of(postgres.getJdbcUrl("postgres", "postgres")),
                    name -> postgres.getJdbcUrl("postgres", name),
                    Optional.of(" WITH (FORCE)"));
        }

        @Override
        public String version() throws SQLException {
            return databases.version();
        }

        @Override
        public Database fresh() throws SQLException {
            return databases.fresh();
        }

        @Override
        public void close() {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not stop", e);
            }
        }
    }
}
