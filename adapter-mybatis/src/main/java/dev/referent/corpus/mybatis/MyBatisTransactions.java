package dev.referent.corpus.mybatis;

import dev.referent.corpus.storage.StorageErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;

/** Runs work in its own session and transaction. If the work fails, the transaction is rolled back. */
final class MyBatisTransactions {
    private final SqlSessionFactory factory;
    private final DataSource reads;
    private final DataSource writes;

    MyBatisTransactions(SqlSessionFactory factory, DataSource reads, DataSource writes) {
        this.factory = factory;
        this.reads = reads;
        this.writes = writes;
    }

    /** Runs read-only work and returns its result. */
    <R> R read(Function<SqlSession, R> work) {
        return run(reads, work);
    }

    /** Runs work, commits and returns its result. */
    <R> R write(Function<SqlSession, R> work) {
        return run(writes, work);
    }

    /** Closing a session that was not committed rolls back its writes. */
    private <R> R run(DataSource source, Function<SqlSession, R> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (SqlSession session = factory.openSession(connection)) {
                R result = work.apply(session);
                session.commit();
                return result;
            }
        } catch (SQLException e) {
            throw StorageErrors.translate(new PersistenceException(e));
        } catch (RuntimeException e) {
            throw StorageErrors.translate(e);
        }
    }
}
