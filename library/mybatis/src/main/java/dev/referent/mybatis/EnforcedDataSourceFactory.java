package dev.referent.mybatis;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.DataSourceException;
import org.apache.ibatis.datasource.DataSourceFactory;
import org.apache.ibatis.datasource.pooled.PooledDataSourceFactory;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSourceFactory;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.reflection.SystemMetaObject;

/**
 * Provides MyBatis with connections that enforce foreign keys and explain every violation, through the element {@code
 * <dataSource type="dev.referent.mybatis.EnforcedDataSourceFactory">} of a configuration file, or by {@link #setProperties} in
 * Java.
 *
 * <p>The properties are those of MyBatis' own data sources ({@code UNPOOLED} and {@code POOLED}) and three more:
 *
 * <ul>
 *   <li>{@code url}: {@code jdbc:sqlite:FILE}; required.
 *   <li>{@code driver.NAME}: a setting of the driver, which wins over the URL's; {@code username} and {@code password} as
 *       well.
 *   <li>{@code driver}: allowed because other factories need it; must be {@code org.sqlite.JDBC}.
 *   <li>{@code pool…} ({@code poolMaximumActiveConnections} and so on): those of MyBatis' own pool, which is used if one of
 *       them is given; otherwise each session opens a connection of its own.
 *   <li>{@code defaultTransactionIsolationLevel} and all other properties of MyBatis' data source.
 *   <li>{@code allOrNothing}: {@code false} lets {@code commit()} store what is left of a transaction after a statement in it
 *       violated a foreign key, as MyBatis does without Referent; otherwise it rolls back and throws.
 *   <li>{@code explainingWithin}: how long an explanation may take, {@code 250ms} by default, or as {@code PT0.25S}.
 *   <li>{@code hidingValues}: with {@code true} no message has a value of a row.
 * </ul>
 */
public final class EnforcedDataSourceFactory implements DataSourceFactory {
    private static final String URL = "url";
    private static final String DRIVER = "driver";
    private static final String DRIVER_CLASS = "org.sqlite.JDBC";
    private static final String POOL = "pool";
    private static final String ALL_OR_NOTHING = "allOrNothing";
    private static final Set<String> OWN = Set.of(ALL_OR_NOTHING, "explainingWithin", "hidingValues");
    private static final String DRIVER_PROPERTY = "driver.";

    private Optional<DataSource> source = Optional.empty();

    /** Creates a factory, on which MyBatis then calls {@link #setProperties}. */
    public EnforcedDataSourceFactory() {}

    /**
     * Opens the database.
     *
     * @throws DataSourceException if a property is missing, unknown or misspelt, or the URL is not an SQLite database's
     */
    @Override
    public void setProperties(Properties properties) {
        rejectOtherDriver(properties);
        DataSourceFactory factory =
                isPooled(properties) ? new PooledDataSourceFactory() : new UnpooledDataSourceFactory();
        rejectUnknown(properties, factory);
        String url = properties.getProperty(URL);
        if (url == null) {
            throw new DataSourceException("the property url is missing; it is jdbc:sqlite: and the name of a file");
        }
        try {
            EnforcedDataSource.open(url, ofDriver(properties));
        } catch (SQLException e) {
            throw new DataSourceException(e.getMessage(), e);
        }
        source = Optional.of(withOptions(EnforcedDataSource.wrap(ofMyBatis(properties, factory)), properties));
    }

    private static EnforcedDataSource withOptions(EnforcedDataSource enforced, Properties properties) {
        try {
            EnforcedDataSource configured =
                    enforced.withOption(ALL_OR_NOTHING, properties.getProperty(ALL_OR_NOTHING, "true"));
            for (String name : properties.stringPropertyNames()) {
                if (OWN.contains(name)) {
                    configured = configured.withOption(name, properties.getProperty(name));
                }
            }
            return configured;
        } catch (SQLException e) {
            throw new DataSourceException(e.getMessage(), e);
        }
    }

    @Override
    public DataSource getDataSource() {
        return source.orElseThrow(() -> new DataSourceException("the property url is missing; call setProperties"));
    }

    private static void rejectUnknown(Properties properties, DataSourceFactory factory) {
        MetaObject target = SystemMetaObject.forObject(factory.getDataSource());
        for (String name : properties.stringPropertyNames()) {
            if (!OWN.contains(name) && !name.startsWith(DRIVER_PROPERTY) && !target.hasSetter(name)) {
                throw new DataSourceException("the property " + name + " is unknown; known are url, username, password,"
                        + " allOrNothing, explainingWithin, hidingValues, driver, the driver's settings as driver.NAME and those of MyBatis'"
                        + " own data source");
            }
        }
    }

    private static void rejectOtherDriver(Properties properties) {
        String driver = properties.getProperty(DRIVER, DRIVER_CLASS);
        if (!driver.equals(DRIVER_CLASS)) {
            throw new DataSourceException(
                    "the driver " + driver + " is not SQLite's, " + DRIVER_CLASS + "; leave the property out");
        }
    }

    private static boolean isPooled(Properties properties) {
        return properties.stringPropertyNames().stream().anyMatch(name -> name.startsWith(POOL));
    }

    /** Returns the properties that MyBatis' data source passes to the driver. */
    private static Properties ofDriver(Properties properties) {
        Properties ofDriver = new Properties();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(DRIVER_PROPERTY)) {
                ofDriver.setProperty(name.substring(DRIVER_PROPERTY.length()), properties.getProperty(name));
            }
        }
        Optional.ofNullable(properties.getProperty("username")).ifPresent(user -> ofDriver.setProperty("user", user));
        Optional.ofNullable(properties.getProperty("password"))
                .ifPresent(password -> ofDriver.setProperty("password", password));
        return ofDriver;
    }

    private static DataSource ofMyBatis(Properties properties, DataSourceFactory factory) {
        Properties ofMyBatis = new Properties();
        properties.stringPropertyNames().stream()
                .filter(name -> !OWN.contains(name))
                .forEach(name -> ofMyBatis.setProperty(name, properties.getProperty(name)));
        ofMyBatis.setProperty(DRIVER, DRIVER_CLASS);
        try {
            factory.setProperties(ofMyBatis);
        } catch (PersistenceException | NumberFormatException e) {
            throw new DataSourceException(
                    "a property cannot be set: " + e.getMessage() + "; MyBatis takes numbers, true and false", e);
        }
        return factory.getDataSource();
    }
}
