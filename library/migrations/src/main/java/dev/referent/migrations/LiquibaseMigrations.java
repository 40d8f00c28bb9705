package dev.referent.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ResourceAccessor;

/** The changesets of a Liquibase changelog. */
public final class LiquibaseMigrations implements Migrations {
    private final String changeLog;
    private final ResourceAccessor resources;
    private final String contexts;

    private LiquibaseMigrations(String changeLog, ResourceAccessor resources, String contexts) {
        this.changeLog = changeLog;
        this.resources = resources;
        this.contexts = contexts;
    }

    /**
     * Takes the application's changelog.
     *
     * @param changeLog its path in the resources
     * @param resources where it is, such as a {@code ClassLoaderResourceAccessor} or a {@code DirectoryResourceAccessor}
     */
    public static LiquibaseMigrations of(String changeLog, ResourceAccessor resources) {
        return new LiquibaseMigrations(changeLog, resources, "");
    }

    /**
     * Returns the same in other contexts; all changesets run unless given.
     *
     * @param expression what Liquibase takes as contexts, such as {@code production,!test}
     */
    public LiquibaseMigrations contexts(String expression) {
        return new LiquibaseMigrations(changeLog, resources, expression);
    }

    /** {@inheritDoc} Each changeset is one. */
    @Override
    public List<MigrationStep> pending(DataSource database) throws SQLException, LiquibaseException {
        List<MigrationStep> steps = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Liquibase liquibase = open(connection)) {
            if (liquibase.getDatabaseChangeLog().getChangeSets().isEmpty()) {
                throw new IllegalStateException(changeLog + " has no changesets");
            }
            for (ChangeSet changeSet : liquibase.listUnrunChangeSets(new Contexts(contexts), new LabelExpression())) {
                String name = changeSet.toString(false);
                steps.add(new MigrationStep(name, Optional.empty(), source -> update(source, name)));
            }
        }
        return steps;
    }

    /** Without the others, because the next one may be one that ran already: {@code runAlways}, or skipped by a precondition. */
    private void update(DataSource source, String changeSet) throws SQLException, LiquibaseException {
        try (Connection connection = source.getConnection();
                Liquibase liquibase = open(connection)) {
            liquibase.getDatabaseChangeLog().getChangeSets().removeIf(other -> !other.toString(false)
                    .equals(changeSet));
            liquibase.update(new Contexts(contexts), new LabelExpression());
        }
    }

    private Liquibase open(Connection connection) throws LiquibaseException {
        return new Liquibase(changeLog, resources, new JdbcConnection(connection));
    }
}
