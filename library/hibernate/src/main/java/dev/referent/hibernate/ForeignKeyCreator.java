package dev.referent.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaCreator;
import org.hibernate.tool.schema.spi.SourceDescriptor;
import org.hibernate.tool.schema.spi.TargetDescriptor;

/**
 * Creates SQLite's tables with their foreign keys.
 *
 * @param inside Hibernate's own
 * @param tool the tool that made it
 */
record ForeignKeyCreator(SchemaCreator inside, ForeignKeySchemaTool tool) implements SchemaCreator {

    @Override
    public void doCreation(
            Metadata metadata,
            ExecutionOptions options,
            ContributableMatcher filter,
            SourceDescriptor source,
            TargetDescriptor target) {
        if (tool.isForSqlite(options.getConfigurationValues())) {
            DeclaredKeys.during(metadata, () -> inside.doCreation(metadata, options, filter, source, target));
        } else {
            inside.doCreation(metadata, options, filter, source, target);
        }
    }
}
