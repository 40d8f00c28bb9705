package dev.referent.jdbc.driver;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;

/**
 * A source of connections that the driver opens as {@link java.sql.DriverManager} has it open them. The driver's own data source
 * hands over a default for each setting, and its defaults win over what the URL says. Unwraps to that data source.
 */
public final class SqliteSource extends DelegatingDataSource {
    private final String url;
    private final Properties properties = new Properties();

    /**
     * A source of new connections to a URL.
     *
     * @param url {@code jdbc:sqlite:…}
     * @param properties what the driver is given beside the URL; they win over its parameters
     */
    public SqliteSource(String url, Properties properties) {
        super(driverSource(url));
        this.url = url;
        properties
                .stringPropertyNames()
                .forEach(name -> this.properties.setProperty(name, properties.getProperty(name)));
    }

    private static SQLiteDataSource driverSource(String url) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return new JDBC().connect(url, properties);
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Properties withUser = new Properties();
        withUser.putAll(properties);
        if (user != null) {
            withUser.setProperty("user", user);
        }
        if (password != null) {
            withUser.setProperty("password", password);
        }
        return new JDBC().connect(url, withUser);
    }
}
