package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form of INSERT that a foreign key can reject. */
final class InsertScenariosTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
                CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT UNIQUE,
                    author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                CREATE TABLE stub (id INTEGER PRIMARY KEY, author_id INT DEFAULT 95
                    CONSTRAINT stub_author_fk REFERENCES author);
                CREATE TABLE stored (raw INT, author_id INT GENERATED ALWAYS AS (raw * 10) STORED
                    CONSTRAINT stored_author_fk REFERENCES author);
                CREATE TABLE virtual (raw INT, author_id INT AS (raw * 10)
                    CONSTRAINT virtual_author_fk REFERENCES author);
                CREATE TABLE incoming (author_id INTEGER);
                CREATE TABLE once (title TEXT UNIQUE ON CONFLICT FAIL, author_id CONSTRAINT once_author_fk REFERENCES author);
                CREATE TABLE cover (book_id INTEGER PRIMARY KEY CONSTRAINT cover_book_fk REFERENCES book);
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob');
                INSERT INTO book VALUES (1, 'One', 1), (2, 'Two', 1), (3, 'Three', 2);
                INSERT INTO incoming VALUES (1), (97), (NULL), (98), (97);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    INSERT INTO book (author_id) VALUES (99)                                          | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO book (author_id) VALUES (1), (98), (99), (NULL), (98), (2)            | book.author_id = 98 has no matching author.id (foreign key book_author_fk); book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO book (author_id) SELECT author_id FROM incoming                       | book.author_id = 97 has no matching author.id (foreign key book_author_fk); book.author_id = 98 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO cover (book_id, rowid) VALUES (99, 98)                                | cover.book_id = 98 has no matching book.id (foreign key cover_book_fk)
                    INSERT INTO cover (oid, book_id) VALUES (99, 98)                                  | cover.book_id = 98 has no matching book.id (foreign key cover_book_fk)
                    INSERT INTO stub DEFAULT VALUES                                                   | stub.author_id = 95 has no matching author.id (foreign key stub_author_fk)
                    INSERT OR IGNORE INTO book (id, author_id) VALUES (1, 9), (8, 96)                 | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT OR FAIL INTO book (author_id) VALUES (1), (96)                             | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT OR FAIL INTO book VALUES (8, 'x', 96), (9, 'One', 1)                       | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    UPDATE OR FAIL book SET author_id = 96, title = 'x'                               | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO once VALUES ('x', 95), ('x', 96)                                      | once.author_id = 95 has no matching author.id (foreign key once_author_fk)
                    INSERT OR ABORT INTO book (author_id) VALUES (96)                                 | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT OR ROLLBACK INTO book (author_id) VALUES (1), (96)                         | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT OR REPLACE INTO book VALUES (1, 'One', 96)                                 | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    REPLACE INTO book VALUES (9, 'Two', 96)                                           | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    REPLACE INTO author VALUES (7, 'Ada')                                             | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)
                    INSERT OR REPLACE INTO author VALUES (1, 'Bob')                                   | author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)
                    INSERT INTO book VALUES (9, 'x', 96) ON CONFLICT DO NOTHING                       | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO book VALUES (1, 'x', 96) ON CONFLICT (id) DO UPDATE SET author_id = excluded.author_id | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO author VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET id = 11         | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)
                    WITH v (a) AS (VALUES (96), (1)) INSERT INTO book (author_id) SELECT a FROM v     | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    WITH RECURSIVE v (a) AS (SELECT 1 UNION SELECT a + 1 FROM v WHERE a < 4) INSERT INTO book (author_id) SELECT a FROM v | book.author_id = 3 has no matching author.id (foreign key book_author_fk); book.author_id = 4 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO stored (raw) VALUES (9)                                               | stored.author_id = 90 has no matching author.id (foreign key stored_author_fk)
                    INSERT INTO virtual (raw) VALUES (9)                                              | virtual.author_id = 90 has no matching author.id (foreign key virtual_author_fk)
                    /* a comment; */ ; INSERT INTO book (author_id) VALUES (94) -- and another        | book.author_id = 94 has no matching author.id (foreign key book_author_fk)
                    """)
    void saysWhyAnInsertIsRejected(String sql, String messages) throws SQLException {
        databases.assertExplained(sql, messages.split("; "));
    }

    @Test
    void explainsAReturningThatIsRejectedAtOnce() throws SQLException {
        databases.assertExplained(
                connection -> {
                    String sql = "INSERT INTO book (author_id) VALUES (1), (?) RETURNING id";
                    try (PreparedStatement insert = connection.prepareStatement(sql)) {
                        insert.setInt(1, 93);
                        try (ResultSet rows = insert.executeQuery()) {
                            rows.next();
                        }
                    }
                },
                "book.author_id = 93 has no matching author.id (foreign key book_author_fk)");
    }

    @Test
    void keepsTheNumbersOfAnAutoIncrement() throws SQLException {
        databases.violation("INSERT INTO book (author_id) VALUES (1), (99)");
        databases.run("INSERT INTO book (author_id) VALUES (1)");

        assertThat(Sql.read(databases.enforced(), "SELECT max(id) FROM book")).isEqualTo("4");
        databases.assertSame();
    }

    @Test
    void doesNotBlameAnOrphanThatWasThereBefore() throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF", "INSERT INTO book VALUES (50, 'old', 77)", "PRAGMA foreign_keys = ON");

        databases.assertExplained(
                "INSERT INTO book (author_id) SELECT 78 FROM book WHERE author_id = 77",
                "book.author_id = 78 has no matching author.id (foreign key book_author_fk)");
    }
}
