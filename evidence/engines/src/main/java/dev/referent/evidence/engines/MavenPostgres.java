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
            Path programs = PreparedDirectory.parent().orElse(directory);
            Path data = directory.resolve("data");
            PreparedDirectory.copyTo(data, name(), empty -> stop(start(programs, empty)));
            EmbeddedPostgres postgres = start(programs, data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres), "stop-" + name()));
            ServerDatabases databases = ServerDatabases.postgres(postgres.getJdbcUrl("postgres", "postgres"));
            return new RunningServerEngine(databases, () -> stop(postgres));
        } catch (NoClassDefFoundError e) {
            throw Drivers.without("embedded PostgreSQL", e);
        } catch (IOException | RuntimeException e) {
            throw new EngineUnavailableException("PostgreSQL from Maven Central did not start", e);
        }
    }

    /** Starts it. If the data directory is empty, it is made before. */
    private static EmbeddedPostgres start(Path programs, Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false) // it would not wait for a close that is under way
                .start();
    }

    /** Stops it, or waits until another thread has. */
    private static void stop(EmbeddedPostgres postgres) {
        try {
            synchronized (postgres) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}
