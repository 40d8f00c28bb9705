package dev.referent.jdbc.server;

import dev.referent.core.integrity.Explanation;
import java.sql.SQLException;

/** Makes the typed exception of a refusal, which is not known here. */
@FunctionalInterface
public interface Typed {
    /**
     * Makes it.
     *
     * @param explanation what is proved
     * @param said what the message ends with
     * @param cause what the driver threw
     */
    SQLException of(Explanation explanation, String said, SQLException cause);
}
