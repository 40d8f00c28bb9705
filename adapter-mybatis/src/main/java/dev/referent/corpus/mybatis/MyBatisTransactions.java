package dev.referent.corpus.mybatis;

import dev.referent.corpus.storage.StorageErrors;
import java.util.function.Function;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;

/** Runs work in its own session and transaction. If the work fails, the transaction is rolled back. */
final class MyBatisTransactions {
    private final SqlSessionFactory reads;
    private final SqlSessionFactory writes;

    MyBatisTransactions(SqlSessionFactory reads, SqlSessionFactory writes) {
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
    private static <R> R run(SqlSessionFactory factory, Function<SqlSession, R> work) {
        try (SqlSession session = factory.openSession()) {
            R result = work.apply(session);
            session.commit();
            return result;
        } catch (RuntimeException e) {
            throw StorageErrors.translate(e);
        }
    }
}
