package dev.referent.migrations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The migrations that Flyway finds and runs. */
public final class FlywayMigrations implements Migrations {
    /** No file begins with it, so no repeatable migration is found. */
    private static final String NO_REPEATABLE = "not-in-this-rehearsal";

    private final Configuration configuration;

    private FlywayMigrations(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Takes the application's configuration.
     *
     * @param configuration of the application's Flyway; its data source is not used
     */
    public static FlywayMigrations of(Configuration configuration) {
        return new FlywayMigrations(configuration);
    }

    /** {@inheritDoc} Each versioned migration is one, and all repeatable ones together are the last. */
    @Override
    public List<MigrationStep> pending(DataSource database) {
        MigrationInfoService info = configured(database).load().info();
        if (info.all().length == 0) {
            throw new IllegalStateException("Flyway finds no migrations in " + List.of(configuration.getLocations())
                    + "; give its configuration the application's locations");
        }
        List<MigrationStep> steps = new ArrayList<>();
        List<String> repeatable = new ArrayList<>();
        for (MigrationInfo migration : info.pending()) {
            if (migration.getVersion() == null) {
                repeatable.add(migration.getScript());
            } else {
                steps.add(new MigrationStep(migration.getScript(), Optional.empty(), source -> configured(source)
                        .target(migration.getVersion())
                        .repeatableSqlMigrationPrefix(NO_REPEATABLE)
                        .validateOnMigrate(false)
                        .load()
                        .migrate()));
            }
        }
        if (!repeatable.isEmpty()) {
            steps.add(new MigrationStep(String.join(", ", repeatable), Optional.empty(), source -> configured(source)
                    .load()
                    .migrate()));
        }
        return steps;
    }

    private FluentConfiguration configured(DataSource source) {
        return Flyway.configure(configuration.getClassLoader())
                .configuration(configuration)
                .dataSource(source);
    }
}
