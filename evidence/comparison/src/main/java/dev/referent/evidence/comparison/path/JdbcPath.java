package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Plain JDBC: prepared statements for rows, plain statements for SQL strings. */
final class JdbcPath implements AccessPath {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public OpenPath open(Database database, Family family) {
        return new OpenJdbcPath(DataSources.of(database), family);
    }

    /** The data source of the current database. */
    private static final class OpenJdbcPath implements OpenPath {
        private final Family family;
        private volatile DataSource source;

        OpenJdbcPath(DataSource source, Family family) {
            this.source = source;
            this.family = family;
        }

        @Override
        public void switchTo(Database database, UnaryOperator<DataSource> wrapper) {
            source = DataSources.of(database, wrapper);
        }

        @Override
        public PathSession session(boolean autoCommit, boolean batches) throws Exception {
            return JdbcSession.open(source, family, autoCommit);
        }

        @Override
        public void close() {
            // it holds no resources
        }
    }
}
