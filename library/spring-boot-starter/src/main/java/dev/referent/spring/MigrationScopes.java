package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.MigrationScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets a tool migrate in a migration scope, if its data source leads to an enforced SQLite database. */
final class MigrationScopes {
    private MigrationScopes() {}

    /** What a tool does with a data source. */
    @FunctionalInterface
    interface Migration {
        /** Migrates. */
        @Nullable Object run(DataSource source) throws Throwable;
    }

    /**
     * Migrates, in a migration scope where there can be one.
     *
     * @param failure makes the tool's own exception of the scope's
     * @return what the migration returns
     * @throws Throwable what the migration throws
     */
    static @Nullable Object run(DataSource source, Function<SQLException, Exception> failure, Migration migration)
            throws Throwable {
        if (!isEnforcedSqlite(source)) {
            return migration.run(source);
        }
        Outcome outcome = new Outcome();
        try {
            MigrationScope.run(source, migrating -> outcome.of(migration, migrating));
        } catch (SQLException e) {
            throw failure.apply(e);
        }
        return outcome.result;
    }

    /** Returns whether there can be a scope; a database that cannot be reached is the tool's to report. */
    private static boolean isEnforcedSqlite(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return EnforcedDataSource.isEnforced(connection) && EnforcedDataSource.canEnforce(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Takes the result of a migration out of its scope. */
    private static final class Outcome {
        private @Nullable Object result;

        void of(Migration migration, DataSource migrating) throws SQLException {
            try {
                result = migration.run(migrating);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }

        /** Throws whatever the tool throws, checked or not, as it does without a scope. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> SQLException rethrown(Throwable failure) throws E {
            throw (E) failure;
        }
    }
}
