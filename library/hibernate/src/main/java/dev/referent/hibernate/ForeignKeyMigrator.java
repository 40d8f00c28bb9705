package dev.referent.hibernate;

import java.util.Optional;
import org.hibernate.boot.Metadata;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaMigrator;
import org.hibernate.tool.schema.spi.TargetDescriptor;
import org.jboss.logging.Logger;

/**
 * Updates SQLite's tables: new tables and new columns get their foreign keys. The log describes how to add foreign keys to
 * existing columns, for which SQLite has no statement.
 *
 * @param inside Hibernate's own
 * @param tool the tool that made it
 */
record ForeignKeyMigrator(SchemaMigrator inside, ForeignKeySchemaTool tool) implements SchemaMigrator {
    private static final Logger LOG = Logger.getLogger(ForeignKeyMigrator.class);

    @Override
    public void doMigration(
            Metadata metadata, ExecutionOptions options, ContributableMatcher filter, TargetDescriptor target) {
        if (!tool.isForSqlite(options.getConfigurationValues())) {
            inside.doMigration(metadata, options, filter, target);
            return;
        }
        Optional<DeclaredTables> found = BestEffort.get(
                "new tables and columns get no foreign keys",
                Optional.empty(),
                () -> Optional.of(tool.read(options.getConfigurationValues())));
        Runnable migration = () -> inside.doMigration(metadata, options, filter, target);
        found.ifPresentOrElse(schema -> DeclaredKeys.during(metadata, schema, migration), migration);
        for (KeyDifference difference : tool.differences(metadata, options, filter)) {
            difference.howToAdd().ifPresent(LOG::warn);
        }
    }
}
