package dev.referent.comparison.path;

import dev.referent.comparison.engine.Database;
import dev.referent.comparison.engine.Family;
import javax.sql.DataSource;

/** Plain JDBC: prepared statements for rows, statements for texts. */
final class JdbcPath implements AccessPath {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public OpenPath open(Database database, DataSource source, Family family) {
        return new OpenPath() {
            @Override
            public Session session(boolean autoCommit) throws Exception {
                return JdbcSession.open(source, family, autoCommit);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }
}
