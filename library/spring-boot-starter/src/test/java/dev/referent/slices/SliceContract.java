package dev.referent.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.context.TestPropertySource;

/** What holds in every slice of an application, whichever library it stores books with. */
@TestPropertySource("classpath:slices.properties")
interface SliceContract {
    /** The slice's data source. */
    DataSource source();

    /** Stores a book of the author with the slice's library. */
    void store(int author);

    @Test
    default void theDataSourceIsEnforced() throws SQLException {
        try (Connection connection = source().getConnection()) {
            assertThat(EnforcedDataSource.isEnforced(connection)).isTrue();
        }
    }

    @Test
    default void aBookOfAnAuthorIsStored() {
        assertThatCode(() -> store(1)).doesNotThrowAnyException();
    }

    @Test
    default void aBookWithoutAnAuthorIsRejectedAndExplained() {
        DataIntegrityViolationException failure =
                catchThrowableOfType(DataIntegrityViolationException.class, () -> store(99));
        assertThat(violations(failure)).singleElement().satisfies(violation -> {
            assertThat(violation.foreignKey().name()).isEqualTo("book_author_fk");
            assertThat(violation.kind()).isEqualTo(ForeignKeyViolation.Kind.MISSING_PARENT);
            assertThat(violation.key()).asString().isEqualTo("[99]");
        });
    }

    private static List<ForeignKeyViolation> violations(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForeignKeyViolationSQLException violation) {
                return violation.violations();
            }
        }
        return List.of();
    }
}
