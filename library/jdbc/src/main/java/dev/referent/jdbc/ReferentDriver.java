package dev.referent.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC driver that opens enforced connections, for tools that are configured with a URL only: {@code
 * jdbc:referent:sqlite:FILE}, {@code jdbc:referent:postgresql:…} and {@code jdbc:referent:mariadb:…}, each with the parameters
 * of the database's driver.
 *
 * <p>The driver opens a connection by the rest of the URL, as {@link DriverManager} does; it behaves like one of {@link
 * EnforcedDataSource}. Three parameters, or properties of the same name, are Referent's, and the database's driver does not
 * receive them: {@code referent.allOrNothing=true} ({@link EnforcedDataSource#allOrNothing()}), {@code
 * referent.explainingWithin=250ms} ({@link EnforcedDataSource#explainingWithin}) and {@code referent.hidingValues=true}
 * ({@link EnforcedDataSource#hidingValues()}).
 *
 * <p>The metadata of a connection is the database driver's: its URL has no {@code referent:}, so that tools recognize the
 * database. The driver is registered by its service file, and accepts no other URLs.
 */
public final class ReferentDriver implements Driver {
    private static final int MAJOR = 0;
    private static final int MINOR = 1;

    static {
        try {
            DriverManager.registerDriver(new ReferentDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Creates a driver; {@link DriverManager} already has one. */
    public ReferentDriver() {}

    /**
     * {@inheritDoc}
     *
     * @throws SQLException if the URL, an option or a parameter is misspelt, the database's driver is missing, or the database
     *     cannot be opened; no message contains a password
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        ReferentUrl parts = ReferentUrl.of(url, given(info));
        return EnforcedDataSource.connect(parts.driverUrl(), parts.driverProperties(), parts.options());
    }

    private static Properties given(@Nullable Properties info) {
        return info == null ? new Properties() : info;
    }

    @Override
    public boolean acceptsURL(String url) {
        return ReferentUrl.isMeantBy(url);
    }

    /** {@inheritDoc} Referent's options come first, then those of the database's driver. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) throws SQLException {
        List<DriverPropertyInfo> all = new ArrayList<>();
        for (UrlOption option : UrlOption.values()) {
            all.add(option.info(given(info)));
        }
        if (acceptsURL(url)) {
            ReferentUrl parts = ReferentUrl.of(url, given(info));
            Driver driver = DriverManager.getDriver(parts.driverUrl());
            all.addAll(Arrays.asList(driver.getPropertyInfo(parts.driverUrl(), parts.driverProperties())));
        }
        return all.toArray(DriverPropertyInfo[]::new);
    }

    @Override
    public int getMajorVersion() {
        return MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return MINOR;
    }

    /** {@inheritDoc} Returns false, because SQLite does not support all of SQL-92. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.referent");
    }
}
