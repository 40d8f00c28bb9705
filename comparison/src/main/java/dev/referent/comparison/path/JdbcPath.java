package dev.referent.comparison.path;

import dev.referent.comparison.engine.Database;
import dev.referent.comparison.engine.Family;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Plain JDBC: prepared statements for rows, statements for texts. */
final class JdbcPath implements AccessPath {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public OpenPath open(Database database, Family family) {
        return new Open(database.source(), family);
    }

    /** Holds nothing but what it has turned to. */
    private static final class Open implements OpenPath {
        private final Family family;
        private volatile DataSource source;

        Open(DataSource source, Family family) {
            this.source = source;
            this.family = family;
        }

        @Override
        public void turnTo(Database database, UnaryOperator<DataSource> around) {
            source = database.source(around);
        }

        @Override
        public Session session(boolean autoCommit, boolean batches) throws Exception {
            return JdbcSession.open(source, family, autoCommit);
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
