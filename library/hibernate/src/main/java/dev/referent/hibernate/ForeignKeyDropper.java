package dev.referent.hibernate;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.SchemaDrop;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.SourceType;
import org.hibernate.tool.schema.spi.CommandAcceptanceException;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.DelayedDropAction;
import org.hibernate.tool.schema.spi.ExceptionHandler;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaDropper;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.tool.schema.spi.SourceDescriptor;
import org.hibernate.tool.schema.spi.TargetDescriptor;

/**
 * Drops SQLite's tables in one transaction that checks the foreign keys at its end, so that the order of the tables, their
 * rows and cycles between them do not matter, and enforcement is never off. If a row of a remaining table would lose its
 * parent row, nothing is dropped.
 *
 * @param inside Hibernate's own
 * @param tool the tool that made it
 */
record ForeignKeyDropper(SchemaDropper inside, ForeignKeySchemaTool tool) implements SchemaDropper {

    /**
     * {@inheritDoc}
     *
     * @throws SchemaManagementException if rows of other tables reference the tables; these are unchanged
     */
    @Override
    public void doDrop(
            Metadata metadata,
            ExecutionOptions options,
            ContributableMatcher filter,
            SourceDescriptor source,
            TargetDescriptor target) {
        if (source.getSourceType() == SourceType.SCRIPT) {
            inside.doDrop(metadata, options, filter, source, target);
            return;
        }
        ExecutionOptions drop = OverridingProxy.of(ExecutionOptions.class, options, new StrictOptions(options));
        try {
            SchemaDrop.run(() -> DeferredDrop.during(
                    metadata,
                    dropped(metadata, options, filter),
                    () -> inside.doDrop(metadata, drop, filter, source, target)));
        } catch (RejectedDrop e) {
            throw new SchemaManagementException(
                    "nothing was dropped: rows of other tables reference rows of the mapped tables"
                            + BestEffort.get(
                                    "their keys are not named", "", () -> tool.keysFromOutside(metadata, options))
                            + "; delete them, or drop their tables, first",
                    e);
        }
    }

    @Override
    public DelayedDropAction buildDelayedAction(
            Metadata metadata, ExecutionOptions options, ContributableMatcher filter, SourceDescriptor source) {
        DelayedDropAction[] action = new DelayedDropAction[1];
        DeferredDrop.during(
                metadata,
                dropped(metadata, options, filter),
                () -> action[0] = inside.buildDelayedAction(metadata, options, filter, source));
        return services -> SchemaDrop.run(() -> action[0].perform(services));
    }

    /** Returns which tables Hibernate drops. */
    private Predicate<Table> dropped(Metadata metadata, ExecutionOptions options, ContributableMatcher filter) {
        SchemaFilter included = tool.filters(options.getConfigurationValues()).getDropFilter();
        Set<Table> tables = new HashSet<>();
        for (Namespace namespace : metadata.getDatabase().getNamespaces()) {
            if (included.includeNamespace(namespace)) {
                tables.addAll(namespace.getTables());
            }
        }
        return table -> tables.contains(table)
                && ForeignKeySchemaTool.isManaged(table)
                && filter.matches(table)
                && included.includeTable(table);
    }

    /** The end of the drop violated a foreign key; its connection is still open. */
    private static final class RejectedDrop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RejectedDrop(ForeignKeyViolationSQLException violation) {
            super(violation.getMessage(), violation);
        }
    }

    /**
     * The caller's options, except that a foreign key violation ends the drop instead of being logged: remaining tables would
     * otherwise be mistaken for new ones.
     */
    record StrictOptions(ExecutionOptions options) implements ExceptionHandler {

        @Override
        public void handleException(CommandAcceptanceException failure) {
            if (failure.getCause() instanceof ForeignKeyViolationSQLException violation) {
                throw new RejectedDrop(violation);
            }
            options.getExceptionHandler().handleException(failure);
        }

        public ExceptionHandler getExceptionHandler() {
            return this;
        }
    }
}
