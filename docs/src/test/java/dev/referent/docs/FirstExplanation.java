package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Explains a statement by reading and one by a re-run before the first test, which loads the classes that do so. The pages show
 * explanations within the usual limit of 250 ms, and a busy machine takes longer for the first one of a process.
 */
final class FirstExplanation implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        EnforcedDataSource source =
                EnforcedDataSource.open("jdbc:sqlite::memory:").explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE p (id INTEGER PRIMARY KEY);"
                    + "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p)");
            for (String values : new String[] {"VALUES (1, 2)", "SELECT 1, 2"}) {
                assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO c " + values))
                        .isInstanceOf(ForeignKeyViolationSQLException.class)
                        .hasMessageContaining("c.p_id = 2");
            }
        }
    }
}
