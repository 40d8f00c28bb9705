package dev.referent.jdbc.driver;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;

/**
 * A data source whose connections the driver opens as for {@link java.sql.DriverManager}. The driver's own data source passes
 * a default for each setting, which wins over the URL's parameters. This one unwraps to that data source.
 */
public final class SqliteSource extends DelegatingDataSource {
    private final String url;
    private final Properties properties = new Properties();

    /** Creates a data source of new connections to a URL, with properties that win over its parameters. */
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
