package dev.referent.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mybatis.spring.SqlSessionTemplate;
import org.mybatis.spring.transaction.SpringManagedTransactionFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Mappers in the transactions of mybatis-spring. */
final class SpringTest {
    @TempDir
    private Path folder;

    private Library library = new Library("");

    @BeforeEach
    void make() throws SQLException {
        library = Library.in(folder);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutorType.class,
            names = {"SIMPLE", "REUSE"})
    void translatesAViolation(ExecutorType type) {
        Library.Mapper mapper = new Context(type).mapper;

        Throwable failure = failure(() -> mapper.addBook(99));

        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
        assertThat(SessionTest.violations(failure)).containsExactly("MISSING_PARENT book_author_fk [99] -");
        assertThatThrownBy(() -> mapper.addBookReturning(99)).isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> mapper.addLoan(99)).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void rejectsABatchAndNamesStatementAndRowWhenTheTransactionEnds() throws SQLException {
        Context context = new Context(ExecutorType.BATCH);

        Throwable failure = failure(() -> context.transaction.executeWithoutResult(status -> {
            context.mapper.addAuthor(2);
            context.mapper.addBook(2);
            context.mapper.addBook(99);
        }));

        assertThat(failure)
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasStackTraceContaining("dev.referent.mybatis.Library$Mapper.addBook");
        assertThat(SessionTest.violations(failure)).containsExactly("MISSING_PARENT book_author_fk [99] 1");
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    @Test
    void translatesAViolationOfASelectReturningWithTheBatchExecutor() {
        Library.Mapper mapper = new Context(ExecutorType.BATCH).mapper;

        Throwable failure = failure(() -> mapper.addBookReturning(99));

        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
        assertThat(SessionTest.violations(failure)).containsExactly("MISSING_PARENT book_author_fk [99] -");
    }

    @Test
    void rejectsADeferredKeyWhenTheTransactionEnds() throws SQLException {
        Context context = new Context(ExecutorType.SIMPLE);

        Throwable failure =
                failure(() -> context.transaction.executeWithoutResult(status -> context.mapper.addLoan(99)));

        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
        assertThat(SessionTest.violations(failure)).containsExactly("MISSING_PARENT loan_book_fk [99] -");
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutorType.class,
            names = {"SIMPLE", "REUSE"})
    void doesNotCommitHalfWhenAViolationIsSwallowed(ExecutorType type) throws SQLException {
        Context context = new Context(type);

        Throwable failure = failure(() -> context.transaction.executeWithoutResult(status -> {
            context.mapper.addAuthor(2);
            failure(() -> context.mapper.addBook(99));
        }));

        assertThat(failure).hasMessageContaining("the transaction is rolled back");
        assertThat(SessionTest.violations(failure)).containsExactly("MISSING_PARENT book_author_fk [99] -");
        assertThat(library.stored()).isEqualTo("1 0 0");
        context.transaction.executeWithoutResult(status -> context.mapper.addAuthor(3));
        assertThat(library.stored()).as("the next transaction is kept").isEqualTo("2 0 0");
    }

    @Test
    void commitsWhatIsLeftWhenTheRejectedPartWasATransactionWithinIt() throws SQLException {
        Context context = new Context(ExecutorType.SIMPLE);
        TransactionTemplate nested = new TransactionTemplate(
                Objects.requireNonNull(context.transaction.getTransactionManager()), context.transaction);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

        context.transaction.executeWithoutResult(status -> {
            context.mapper.addAuthor(2);
            failure(() -> nested.executeWithoutResult(inner -> {
                context.mapper.addAuthor(3);
                context.mapper.addBook(99);
            }));
        });

        assertThat(library.stored()).isEqualTo("2 0 0");
    }

    /** The beans of an application. */
    private final class Context {
        final Library.Mapper mapper;
        final TransactionTemplate transaction;

        Context(ExecutorType type) {
            DataSource source = library.source();
            Configuration configuration = Library.configuration(new SpringManagedTransactionFactory(), source);
            SqlSessionTemplate session =
                    new SqlSessionTemplate(new SqlSessionFactoryBuilder().build(configuration), type);
            mapper = session.getMapper(Library.Mapper.class);
            transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        }
    }

    private static Throwable failure(Runnable work) {
        return Objects.requireNonNull(catchThrowable(work::run), "nothing is rejected");
    }
}
