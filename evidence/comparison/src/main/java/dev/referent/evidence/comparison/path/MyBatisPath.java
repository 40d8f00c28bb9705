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
 * MyBatis with a mapper and its default settings.
 *
 * <p>On SQLite with Referent it uses the all-or-nothing data source that {@code EnforcedDataSourceFactory} creates and the
 * plugin {@link CommitOrRollback}, as the guide recommends. {@link MyBatisSession} describes how a session is used.
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
        DataSource used = source instanceof EnforcedDataSource enforced ? enforced.allOrNothing() : source;
        return new Environment("comparison", new JdbcTransactionFactory(), used);
    }

    /** The session factory and its configuration. */
    private record OpenMyBatisPath(Configuration configuration, SqlSessionFactory factory, Family family)
            implements OpenPath {
        @Override
        public void switchTo(Database database, UnaryOperator<DataSource> wrapper) {
            configuration.setEnvironment(environment(DataSources.of(database, wrapper)));
        }

        @Override
        public PathSession session(boolean autoCommit, boolean batches) {
            ExecutorType executor = batches ? ExecutorType.BATCH : ExecutorType.SIMPLE;
            return new MyBatisSession(factory.openSession(executor, autoCommit), family, autoCommit);
        }

        @Override
        public void close() {
            // MyBatis holds no resources
        }
    }
}
