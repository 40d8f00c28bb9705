package dev.referent.hibernate;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import org.hibernate.boot.Metadata;
import org.hibernate.tool.schema.SourceType;
import org.hibernate.tool.schema.spi.CommandAcceptanceException;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.DelayedDropAction;
import org.hibernate.tool.schema.spi.ExceptionHandler;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaDropper;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.tool.schema.spi.SourceDescriptor;
import org.hibernate.tool.schema.spi.TargetDescriptor;

/**
 * Drops SQLite's tables in one transaction at whose end the foreign keys are judged, so that the order of tables, rows in
 * them and cycles between them do not matter, and enforcement is never off. Where a row of a table that stays would lose
 * its parent, nothing is dropped.
 *
 * @param inside Hibernate's own
 * @param tool the tool that made it
 */
record ForeignKeyDropper(SchemaDropper inside, ForeignKeySchemaTool tool) implements SchemaDropper {

    /**
     * {@inheritDoc}
     *
     * @throws SchemaManagementException if rows of other tables point at the tables; these are as they were
     */
    @Override
    public void doDrop(
            Metadata metadata,
            ExecutionOptions options,
            ContributableMatcher filter,
            SourceDescriptor source,
            TargetDescriptor target) {
        boolean byScript = source.getSourceType() == SourceType.SCRIPT;
        ExecutionOptions drop =
                byScript ? options : OverridingProxy.of(ExecutionOptions.class, options, new StrictOptions(options));
        try {
            DeferredDrop.during(metadata, () -> inside.doDrop(metadata, drop, filter, source, target));
        } catch (RefusedDrop e) {
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
        DeferredDrop.during(metadata, () -> action[0] = inside.buildDelayedAction(metadata, options, filter, source));
        return action[0];
    }

    /** A foreign key refused the end of the drop; its connection is still open. */
    private static final class RefusedDrop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedDrop(ForeignKeyViolationSQLException violation) {
            super(violation.getMessage(), violation);
        }
    }

    /**
     * The caller's options, but that a refusal by a foreign key ends the drop instead of being logged: tables that are
     * still there would otherwise pass for new ones.
     */
    record StrictOptions(ExecutionOptions options) implements ExceptionHandler {

        @Override
        public void handleException(CommandAcceptanceException failure) {
            if (failure.getCause() instanceof ForeignKeyViolationSQLException violation) {
                throw new RefusedDrop(violation);
            }
            options.getExceptionHandler().handleException(failure);
        }

        public ExceptionHandler getExceptionHandler() {
            return this;
        }
    }
}
