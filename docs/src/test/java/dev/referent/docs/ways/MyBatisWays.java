package dev.referent.docs.ways;

import java.util.List;
import java.util.function.Consumer;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;

/** MyBatis, by mappers. */
final class MyBatisWays {
    private MyBatisWays() {}

    static List<Way> all() {
        return List.of(
                way("MyBatis, mapper", ExecutorType.SIMPLE, 1, session -> mapper(session)
                        .addBook(99)),
                way("MyBatis, `@Select` with RETURNING", ExecutorType.SIMPLE, 1, session -> mapper(session)
                        .addBookReturning(99)),
                way("MyBatis, BATCH executor", ExecutorType.BATCH, 3, session -> {
                    List.of(1L, 98L, 1L, 99L).forEach(mapper(session)::addBook);
                    session.flushStatements();
                }),
                way("MyBatis, deferred key", ExecutorType.SIMPLE, 1, session -> mapper(session)
                        .addLoan(77)));
    }

    private static LibraryMapper mapper(SqlSession session) {
        return session.getMapper(LibraryMapper.class);
    }

    private static Way way(String name, ExecutorType executor, int good, Consumer<SqlSession> write) {
        return new Way(name, good, (database, attempt) -> {
            try (SqlSession session = database.myBatis().openSession(executor)) {
                mapper(session).addAuthor(3);
                attempt.write(() -> write.accept(session));
                attempt.commit(session::commit);
            }
        });
    }
}
