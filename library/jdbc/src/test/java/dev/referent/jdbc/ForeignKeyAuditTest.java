package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.referent.integrity.ForeignKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForeignKeyAuditTest {
    @TempDir
    private Path folder;

    @Test
    void countsTheOrphanRowsOfEachKey() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("old.db");
        try (Connection bare = DriverManager.getConnection(url)) {
            Sql.run(
                    bare,
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY, a INT, b TEXT, UNIQUE (a, b));
                    CREATE TABLE c (x TEXT CONSTRAINT one REFERENCES p, a INT, b TEXT, y INT CONSTRAINT three REFERENCES p,
                        CONSTRAINT two FOREIGN KEY (a, b) REFERENCES p (a, b));
                    INSERT INTO p VALUES (5, 1, 'x');
                    INSERT INTO c (x, a, b) VALUES ('05', 1, 'x'), ('6', 1, 'y'), (NULL, 2, NULL), (7, 2, 'x'), (7, 1, 'x');
                    """);
        }

        assertThat(ForeignKeyAudit.orphanRows(EnforcedDataSource.open(url)).entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().name(), e -> e.getValue())))
                .containsOnly(entry("one", 3L), entry("two", 2L));
    }

    @Test
    void findsNothingInASoundDatabase() throws SQLException {
        assertThat(ForeignKeyAudit.orphanRows(EnforcedDataSource.open("jdbc:sqlite::memory:")))
                .isEqualTo(Map.<ForeignKey, Long>of());
    }
}
