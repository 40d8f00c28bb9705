package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.mybatis.CommitOrRollback;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/**
 * MyBatis, with a mapper and MyBatis' own settings.
 *
 * <p>On SQLite with Referent it has the source that {@code EnforcedDataSourceFactory} makes, all or nothing, and the plugin
 * {@link CommitOrRollback}, as the guide says. How a session is used is told at {@link MyBatisSession}.
 */
final class MyBatisPath implements AccessPath {
    @Override
    public String name() {
        return "mybatis";
    }

    @Override
    public OpenPath open(Database database, Family family) {
        Configuration configuration = new Configuration(environment(DataSources.of(database)));
        configuration.addMapper(RowMapper.class);
        if (database.referent()) {
            configuration.addInterceptor(new CommitOrRollback());
        }
        return new OpenMyBatisPath(configuration, new SqlSessionFactoryBuilder().build(configuration), family);
    }

    private static Environment environment(DataSource source) {
        DataSource given = source instanceof EnforcedDataSource enforced ? enforced.allOrNothing() : source;
        return new Environment("comparison", new JdbcTransactionFactory(), given);
    }

    /** The factory, and the configuration that it goes by. */
    private record OpenMyBatisPath(Configuration configuration, SqlSessionFactory factory, Family family)
            implements OpenPath {
        @Override
        public void switchTo(Database database, UnaryOperator<DataSource> around) {
            configuration.setEnvironment(environment(DataSources.of(database, around)));
        }

        @Override
        public PathSession session(boolean autoCommit, boolean batches) {
            ExecutorType executor = batches ? ExecutorType.BATCH : ExecutorType.SIMPLE;
            return new MyBatisSession(factory.openSession(executor, autoCommit), family, autoCommit);
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
