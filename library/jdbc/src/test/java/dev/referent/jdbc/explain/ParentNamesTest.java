package dev.referent.jdbc.explain;

import dev.referent.jdbc.PairedDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A parent row that is still referenced is named by its own key, however its child rows spell it. */
final class ParentNamesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    name TEXT COLLATE NOCASE PRIMARY KEY | TEXT | 'BOB'), ('bob'), ('Bob' | DELETE FROM artist | 'Bob'
                    name TEXT COLLATE NOCASE PRIMARY KEY | TEXT | 'BOB'), ('bob'), ('Bob' | UPDATE artist SET name = 'Jim' | 'Bob'
                    name TEXT COLLATE NOCASE PRIMARY KEY | TEXT | 'BOB'), ('bob'), ('Bob' | DELETE FROM artist WHERE rowid IN (SELECT 1) | 'Bob'
                    name TEXT COLLATE NOCASE PRIMARY KEY | TEXT | 'BOB'), ('bob'), ('Bob' | REPLACE INTO artist (rowid, name) VALUES (1, 'Jim') | 'Bob'
                    name INTEGER PRIMARY KEY | TEXT | ' 7'), ('07'), ('7.0' | DELETE FROM artist | 7
                    name INTEGER PRIMARY KEY | BLOB | 7), ('7'), (7.0 | DELETE FROM artist WHERE name > 3 | 7
                    name REAL PRIMARY KEY | BLOB | 7), ('7'), (7.0 | DELETE FROM artist | 7.0
                    """)
    void areThoseOfTheParentRow(String parent, String type, String children, String sql, String name)
            throws SQLException {
        String value = name.startsWith("'") ? name : "7";
        try (PairedDatabases databases = PairedDatabases.open(
                folder,
                "CREATE TABLE artist (%s)".formatted(parent),
                "CREATE TABLE song (artist %s CONSTRAINT song_fk REFERENCES artist)".formatted(type),
                "INSERT INTO artist (rowid, name) VALUES (%s, %s)".formatted(value.equals("7") ? "7" : "1", value),
                "INSERT INTO song VALUES (%s)".formatted(children))) {
            databases.assertExplained(
                    sql,
                    "artist.name = %s is still referenced by 3 rows through song.artist (foreign key song_fk)"
                            .formatted(name));
        }
    }
}
