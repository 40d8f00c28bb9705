package dev.referent.hibernate.integration;

import org.hibernate.boot.Metadata;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaMigrator;
import org.hibernate.tool.schema.spi.TargetDescriptor;
import org.jboss.logging.Logger;

/**
 * Brings SQLite's tables up to date: new ones get their foreign keys, and of the keys that older ones lack the log tells
 * how to add them, since SQLite has no statement for it.
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
        DeclaredKeys.during(metadata, () -> inside.doMigration(metadata, options, filter, target));
        for (KeyDifference difference : tool.differences(metadata, options, filter)) {
            difference.howToAdd().ifPresent(LOG::warn);
        }
    }
}
