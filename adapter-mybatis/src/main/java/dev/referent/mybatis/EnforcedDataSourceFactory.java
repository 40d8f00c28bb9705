package dev.referent.mybatis;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.DataSourceException;
import org.apache.ibatis.datasource.DataSourceFactory;
import org.apache.ibatis.datasource.pooled.PooledDataSourceFactory;

/**
 * Gives MyBatis connections that enforce foreign keys and explain what they refuse, by the element
 * {@code <dataSource type="dev.referent.mybatis.EnforcedDataSourceFactory">} of a configuration file, or by
 * {@link #setProperties} in Java.
 *
 * <p>The properties:
 *
 * <ul>
 *   <li>{@code url}: {@code jdbc:sqlite:FILE}; the one that must be given.
 *   <li>{@code allOrNothing}: {@code false} lets {@code commit()} store what is left of a transaction after a foreign key
 *       has refused a part of it, as MyBatis does by itself; otherwise it rolls back and throws.
 *   <li>{@code explainingWithin}: how long an explanation may take, {@code PT0.25S} if nothing is said.
 *   <li>{@code pool…} ({@code poolMaximumActiveConnections} and so on): those of MyBatis' own pool, which is used if one of
 *       them is given; without, each session opens a connection of its own.
 *   <li>{@code driver}: may be given, as other factories need it, and is {@code org.sqlite.JDBC} then.
 * </ul>
 */
public final class EnforcedDataSourceFactory implements DataSourceFactory {
    private static final String URL = "url";
    private static final String DRIVER = "driver";
    private static final String DRIVER_CLASS = "org.sqlite.JDBC";
    private static final String POOL = "pool";
    private static final String ALL_OR_NOTHING = "allOrNothing";
    private static final String EXPLAINING_WITHIN = "explainingWithin";
    private static final Set<String> KNOWN = Set.of(URL, DRIVER, ALL_OR_NOTHING, EXPLAINING_WITHIN);

    private Optional<DataSource> source = Optional.empty();

    /** A factory that {@link #setProperties} has still to be called on, as MyBatis does. */
    public EnforcedDataSourceFactory() {}

    /**
     * Opens the database.
     *
     * @throws DataSourceException if a property is missing, unknown or misspelt, or the URL names no SQLite database
     */
    @Override
    public void setProperties(Properties properties) {
        properties.stringPropertyNames().forEach(EnforcedDataSourceFactory::refuseUnknown);
        refuseOtherDriver(properties);
        String url = properties.getProperty(URL);
        if (url == null) {
            throw new DataSourceException("the property url is missing; it is jdbc:sqlite: and the name of a file");
        }
        try {
            EnforcedDataSource opened = EnforcedDataSource.open(url);
            EnforcedDataSource pooled = isPooled(properties) ? EnforcedDataSource.wrap(pool(properties, url)) : opened;
            EnforcedDataSource bounded = Optional.ofNullable(properties.getProperty(EXPLAINING_WITHIN))
                    .map(bound -> pooled.explainingWithin(duration(bound)))
                    .orElse(pooled);
            source = Optional.of(isAllOrNothing(properties) ? bounded.allOrNothing() : bounded);
        } catch (SQLException e) {
            throw new DataSourceException(e.getMessage(), e);
        }
    }

    @Override
    public DataSource getDataSource() {
        return source.orElseThrow(() -> new DataSourceException("the property url is missing; call setProperties"));
    }

    private static void refuseUnknown(String name) {
        if (!KNOWN.contains(name) && !name.startsWith(POOL)) {
            throw new DataSourceException(
                    "the property " + name + " is unknown; known are url, allOrNothing,"
                            + " explainingWithin, driver and MyBatis' pool…; what SQLite itself is to be told stands in the url");
        }
    }

    private static void refuseOtherDriver(Properties properties) {
        String driver = properties.getProperty(DRIVER, DRIVER_CLASS);
        if (!driver.equals(DRIVER_CLASS)) {
            throw new DataSourceException(
                    "the driver " + driver + " is not SQLite's, " + DRIVER_CLASS + "; leave the property out");
        }
    }

    private static boolean isAllOrNothing(Properties properties) {
        String value = properties.getProperty(ALL_OR_NOTHING, "true");
        if (!value.equals("true") && !value.equals("false")) {
            throw new DataSourceException("the property allOrNothing cannot be '" + value + "'; it is true or false");
        }
        return value.equals("true");
    }

    private static Duration duration(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw new DataSourceException(
                    "the property explainingWithin cannot be '" + value + "'; it is like PT0.25S", e);
        }
    }

    private static boolean isPooled(Properties properties) {
        return properties.stringPropertyNames().stream().anyMatch(name -> name.startsWith(POOL));
    }

    private static DataSource pool(Properties properties, String url) {
        Properties ofPool = new Properties();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(POOL))
                .forEach(name -> ofPool.setProperty(name, properties.getProperty(name)));
        ofPool.setProperty(URL, url);
        ofPool.setProperty(DRIVER, DRIVER_CLASS);
        PooledDataSourceFactory factory = new PooledDataSourceFactory();
        factory.setProperties(ofPool);
        return factory.getDataSource();
    }
}
