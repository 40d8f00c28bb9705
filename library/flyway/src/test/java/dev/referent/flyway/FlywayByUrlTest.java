package dev.referent.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlywayByUrlTest {
    private static final String BOOKS =
            """
            CREATE TABLE author (id INTEGER PRIMARY KEY);
            CREATE TABLE book (author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
            """;

    @TempDir
    private Path folder;

    @Test
    void migratesByTheUrlOfReferentsDriver() throws Exception {
        assertThat(migrate("jdbc:referent:sqlite:", BOOKS)).isEqualTo(1);

        assertThat(read("SELECT success FROM flyway_schema_history WHERE version = 1"))
                .isEqualTo("1");
    }

    @Test
    void explainsWhatAMigrationMayNotDo() {
        String bogus = BOOKS + "INSERT INTO book VALUES (99);";

        assertThatThrownBy(() -> migrate("jdbc:referent:sqlite:", bogus))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("book_author_fk");
    }

    @Test
    void leavesOtherUrlsToFlyway() throws Exception {
        assertThat(migrate("jdbc:sqlite:", BOOKS + "INSERT INTO book VALUES (99);"))
                .isEqualTo(1);
    }

    private int migrate(String prefix, String sql) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("sql")).resolve("V1__books.sql"), sql);
        return Flyway.configure()
                .dataSource(prefix + folder.resolve("library.db"), null, null)
                .locations("filesystem:" + folder.resolve("sql"))
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private String read(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("library.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
