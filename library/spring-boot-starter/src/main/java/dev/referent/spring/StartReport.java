package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeys;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs one line for each data source that the application has used by the end of its start: the engine, the keys, the orphan rows.
 * A data source that nobody has used yet is not connected to for that.
 */
class StartReport implements ApplicationListener<ApplicationReadyEvent> {
    private static final Log LOG = LogFactory.getLog(StartReport.class);

    /** Orphan rows are counted in files up to this size, which takes less than a second. */
    private static final long COUNTED_BYTES = 32 << 20;

    private final EnforcedBeans beans;
    private final OrphanRows orphanRows;

    /** Counts orphan rows. */
    @FunctionalInterface
    interface OrphanRows {
        /** Returns how many there are, as the end of a sentence; empty if they are not counted. */
        String in(Connection connection) throws SQLException;
    }

    StartReport(EnforcedBeans beans, OrphanRows orphanRows) {
        this.beans = beans;
        this.orphanRows = orphanRows;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        for (EnforcedBeans.Used source : beans.sources()) {
            if (source.enforcement().isUsed()) {
                log(source);
            }
        }
    }

    private void log(EnforcedBeans.Used source) {
        try {
            LOG.info("data source " + source.enforcement().bean() + ": " + line(source));
        } catch (SQLException | RuntimeException e) {
            LOG.info("data source " + source.enforcement().bean() + ": foreign keys are enforced and explained; "
                    + e.getMessage());
        }
    }

    private String line(EnforcedBeans.Used source) throws SQLException {
        try (Connection connection = source.source().getConnection()) {
            DatabaseMetaData engine = connection.getMetaData();
            String name = engine.getDatabaseProductName() + " " + engine.getDatabaseProductVersion();
            if (!EnforcedDataSource.canEnforce(connection)) {
                return name + ", foreign keys are enforced and explained";
            }
            String keys = name + ", " + ForeignKeys.of(connection).size() + " foreign keys are enforced and explained";
            return bytes(connection) > COUNTED_BYTES ? keys : keys + orphanRows.in(connection);
        }
    }

    private static long bytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
