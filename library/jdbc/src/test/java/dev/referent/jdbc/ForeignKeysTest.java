package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a database declares, read through a connection of the driver's. */
final class ForeignKeysTest {
    @Test
    void haveTheirDeclaredNames() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(
                    connection,
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE child (a INT CONSTRAINT [the first] REFERENCES parent ON DELETE CASCADE,"
                            + " b INT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");

            assertThat(ForeignKeys.of(connection))
                    .containsExactly(
                            key("the first", "a", ReferentialAction.CASCADE, false),
                            key("child_b_fkey", "b", ReferentialAction.NO_ACTION, true));
        }
    }

    private static ForeignKey key(String name, String column, ReferentialAction onDelete, boolean deferred) {
        return new ForeignKey(
                name,
                "child",
                List.of(column),
                "parent",
                List.of("id"),
                onDelete,
                ReferentialAction.NO_ACTION,
                deferred);
    }
}
