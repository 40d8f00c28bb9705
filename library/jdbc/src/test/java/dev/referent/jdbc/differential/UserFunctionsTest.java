package dev.referent.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class UserFunctionsTest {
    @Test
    void returnsAnotherValueToAReRunOfTheSameStep() throws SQLException {
        try (Copy copy = Copy.empty()) {
            copy.execute("CREATE TABLE t(x)");

            copy.run(Sql.of("INSERT INTO t VALUES (once(1)), (once(1)), (steady(1))"));
            copy.run(Sql.of("INSERT INTO t VALUES (once(1))"));

            assertThat(Query.rows(copy.connection, "SELECT x FROM t").toString())
                    .isEqualTo("[[1], [1001], [1], [1]]");
        }
    }

    @Test
    void leavesTheShellATextThatMeansTheSame() {
        assertThat(UserFunctions.withoutThem("INSERT INTO t VALUES (once(1), steady(2))"))
                .isEqualTo("INSERT INTO t VALUES ((1), (2))");
    }
}
