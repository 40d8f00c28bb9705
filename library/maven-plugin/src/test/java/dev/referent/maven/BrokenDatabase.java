package dev.referent.maven;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** An SQLite file with one orphan row, which the scripts of the projects in {@code src/it} create, too. */
public final class BrokenDatabase {
    private BrokenDatabase() {}

    /** Creates the file. */
    public static void create(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY);
                    CREATE TABLE book (
                        id INTEGER PRIMARY KEY,
                        author_id INT CONSTRAINT book_author_fk REFERENCES author);
                    CREATE INDEX book_author ON book (author_id);
                    INSERT INTO book VALUES (1, 9);
                    """);
        }
    }
}
