package dev.referent.corpus.mybatis;

import dev.referent.corpus.storage.StorageErrors;
import java.util.function.Function;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;

/** Runs work in a session and a transaction of its own, which is rolled back if the work fails. */
final class MyBatisTransactions {
    private final SqlSessionFactory reads;
    private final SqlSessionFactory writes;

    MyBatisTransactions(SqlSessionFactory reads, SqlSessionFactory writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Returns what the work reads. */
    <R> R read(Function<SqlSession, R> work) {
        return run(reads, work);
    }

    /** Returns what the work returns, once it is committed. */
    <R> R write(Function<SqlSession, R> work) {
        return run(writes, work);
    }

    /** Closing a session that wrote and was not committed rolls it back. */
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
