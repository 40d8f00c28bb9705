package dev.referent.spring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.regex.Pattern;
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

    /** A parameter at the end of a file's name. */
    private static final Pattern PARAMETER = Pattern.compile("\\?[^/\\\\]*=[^/\\\\]*$");

    private final EnforcedBeans beans;
    private final EnforcedDatabase.OrphanRows orphanRows;

    StartReport(EnforcedBeans beans, EnforcedDatabase.OrphanRows orphanRows) {
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
        String prefix = "data source " + source.enforcement().bean() + ": ";
        try (Connection connection = source.source().getConnection()) {
            EnforcedDatabase database = EnforcedDatabase.of(connection, orphanRows);
            LOG.info(prefix + line(database));
            if (PARAMETER.matcher(database.file()).find()) {
                LOG.warn(prefix + "its file is " + database.file()
                        + ", as the driver makes a parameter of the URL that it does not"
                        + " know part of the file's name; correct the parameter");
            }
        } catch (SQLException | RuntimeException e) {
            LOG.info(prefix + "foreign keys are enforced and explained; " + e.getMessage());
        }
    }

    private static String line(EnforcedDatabase database) {
        StringBuilder line = new StringBuilder(database.engine()).append(", ");
        OptionalInt keys = database.foreignKeys();
        keys.ifPresent(number -> line.append(number).append(' '));
        line.append(keys.equals(OptionalInt.of(1)) ? "foreign key is" : "foreign keys are")
                .append(" enforced and explained");
        database.orphanRows()
                .ifPresent(rows -> line.append(", ").append(rows).append(rows == 1 ? " orphan row" : " orphan rows"));
        return line.toString();
    }
}
