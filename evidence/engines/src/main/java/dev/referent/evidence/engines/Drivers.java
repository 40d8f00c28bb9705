package dev.referent.evidence.engines;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Whether what an engine needs is on the class path: a server carries only the drivers of the databases that it serves. */
final class Drivers {
    private static final String WAY_OUT = " on the class path; the folder lib beside the referent command's jar has it";

    /** The SQLState of {@link DriverManager}. */
    private static final String NO_SUITABLE_DRIVER = "08001";

    private Drivers() {}

    /**
     * Returns if a driver takes such URLs.
     *
     * @param url any URL of the engine
     * @throws EngineUnavailableException if there is none
     */
    static void require(String url) throws EngineUnavailableException {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            // its message would repeat the URL, and with it a password
            throw without(url);
        }
    }

    /** Returns whether a connection was not made because no driver takes its URL. */
    static boolean isMissing(SQLException failure) {
        return NO_SUITABLE_DRIVER.equals(failure.getSQLState());
    }

    /** Returns what says that no driver takes such URLs. */
    static EngineUnavailableException without(String url) {
        return new EngineUnavailableException("no driver for " + kind(url) + " is" + WAY_OUT);
    }

    /** Returns what says that an engine cannot be started without a library. */
    static EngineUnavailableException without(String library, LinkageError cause) {
        return new EngineUnavailableException("no " + library + " is" + WAY_OUT, cause);
    }

    /** Returns the part of a URL that names the driver, which tells no host and no password. */
    private static String kind(String url) {
        return url.substring(0, url.indexOf(':', "jdbc:".length()) + 1);
    }
}
