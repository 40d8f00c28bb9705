package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call of the driver, which has a result. */
@FunctionalInterface
public interface Execution<T extends @Nullable Object> {
    /** Makes the call, and throws what the driver throws. */
    T run() throws SQLException;
}
