package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class DeclaredForeignKeyTest {
    @Test
    void isReadWhetherItCanBeUsedOrNot() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(
                    connection,
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY);
                    CREATE TABLE c (a INT CONSTRAINT good REFERENCES p, b INT CONSTRAINT gone REFERENCES nowhere,
                        d INT, CONSTRAINT uneven FOREIGN KEY (a, d) REFERENCES p, FOREIGN KEY (d) REFERENCES P (x));
                    """);

            assertThat(ForeignKeys.declared(connection))
                    .extracting(key ->
                            key.name() + " " + key.childColumns() + " " + key.parentTable() + key.parentColumns())
                    .containsExactly("good [a] p[]", "gone [b] nowhere[]", "uneven [a, d] p[]", "c_d_fkey [d] P[x]");
            assertThat(ForeignKeys.of(connection)).extracting(ForeignKey::name).containsExactly("good");
        }
    }
}
