package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A call of the driver.
 *
 * @param <T> the type of its result
 */
@FunctionalInterface
public interface Execution<T extends @Nullable Object> {
    /**
     * Makes the call.
     *
     * @throws SQLException what the driver throws
     */
    T run() throws SQLException;
}
