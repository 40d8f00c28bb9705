package dev.referent.hibernate;

import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.boot.Metadata;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.tool.schema.spi.SchemaValidator;

/**
 * Validates the foreign keys of SQLite's tables after everything else.
 *
 * @param inside Hibernate's own
 * @param tool the tool that made it
 */
record ForeignKeyValidator(SchemaValidator inside, ForeignKeySchemaTool tool) implements SchemaValidator {

    /**
     * {@inheritDoc}
     *
     * @throws SchemaManagementException if mapping and database differ, in a foreign key or in what Hibernate compares
     */
    @Override
    public void doValidation(Metadata metadata, ExecutionOptions options, ContributableMatcher filter) {
        inside.doValidation(metadata, options, filter);
        if (tool.isForSqlite(options.getConfigurationValues())) {
            List<KeyDifference> differences = tool.differences(metadata, options, filter);
            if (!differences.isEmpty()) {
                throw new SchemaManagementException(differences.stream()
                        .map(KeyDifference::message)
                        .collect(Collectors.joining("; ", "Schema validation: ", "")));
            }
        }
    }
}
