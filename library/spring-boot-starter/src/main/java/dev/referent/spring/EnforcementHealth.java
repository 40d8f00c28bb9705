package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks each data source for a connection, and tells whether that enforces foreign keys. A data source that hands out none is reported with
 * its error, but does not count: it is Spring Boot's own health indicator that answers for it.
 */
final class EnforcementHealth {
    private final EnforcedBeans beans;
    private final EnforcedDatabase.OrphanRows orphanRows;

    EnforcementHealth(EnforcedBeans beans, EnforcedDatabase.OrphanRows orphanRows) {
        this.beans = beans;
        this.orphanRows = orphanRows;
    }

    /**
     * An answer.
     *
     * @param status {@code DOWN} if a database that could be enforced is not, {@code UP} if each is, {@code UNKNOWN} if there is none
     * @param details what is told of each data source, by the names of their beans
     */
    record Answer(String status, Map<String, Object> details) {}

    /** Returns what holds now. */
    Answer answer() {
        Map<String, Object> details = new LinkedHashMap<>();
        String status = "UNKNOWN";
        for (EnforcedBeans.Used source : beans.sources()) {
            Map<String, Object> detail = detail(source);
            if (!detail.isEmpty()) {
                details.put(source.enforcement().bean(), detail);
            }
            Object enforced = detail.get("enforced");
            if (Boolean.FALSE.equals(enforced)) {
                status = "DOWN";
            } else if (Boolean.TRUE.equals(enforced) && status.equals("UNKNOWN")) {
                status = "UP";
            }
        }
        return new Answer(status, details);
    }

    private Map<String, Object> detail(EnforcedBeans.Used source) {
        try (Connection connection = source.source().getConnection()) {
            if (EnforcedDataSource.isEnforced(connection)) {
                return detail(EnforcedDatabase.of(connection, orphanRows));
            }
            return EnforcedDataSource.supports(connection) ? Map.of("enforced", false) : Map.of();
        } catch (SQLException | RuntimeException e) {
            return Map.of("error", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> detail(EnforcedDatabase database) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("enforced", true);
        detail.put("engine", database.engine());
        database.foreignKeys().ifPresent(keys -> detail.put("foreignKeys", keys));
        database.orphanRows().ifPresent(rows -> detail.put("orphanRows", rows));
        return detail;
    }
}
