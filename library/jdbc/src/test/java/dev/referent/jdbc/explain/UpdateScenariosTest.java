package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form of UPDATE that a foreign key can reject: of the child's columns, of the parent's key, of rowids. */
final class UpdateScenariosTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
                CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT UNIQUE,
                    author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                CREATE TABLE poster (author_name TEXT CONSTRAINT poster_author_fk REFERENCES author (name));
                CREATE TABLE profile (id INTEGER PRIMARY KEY CONSTRAINT profile_author_fk REFERENCES author);
                CREATE TABLE shelf (id INTEGER PRIMARY KEY, label TEXT UNIQUE);
                CREATE TABLE stand (shelf_id INT CONSTRAINT stand_shelf_fk REFERENCES shelf ON UPDATE RESTRICT);
                CREATE TABLE stored (raw INT, author_id INT GENERATED ALWAYS AS (raw * 10) STORED
                    CONSTRAINT stored_author_fk REFERENCES author);
                CREATE TABLE incoming (book_id INT, author_id INT);
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cyd'), (10, 'Ten');
                INSERT INTO book VALUES (1, 'One', 1), (2, 'Two', 1), (3, 'Three', 2), (4, 'Four', NULL);
                INSERT INTO poster VALUES ('Ada');
                INSERT INTO profile VALUES (2);
                INSERT INTO shelf VALUES (1, 'a'), (2, 'b');
                INSERT INTO stand VALUES (1), (1), (NULL);
                INSERT INTO stored (raw) VALUES (1);
                INSERT INTO incoming VALUES (1, 2), (2, 98), (3, 97);
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
                    UPDATE book SET author_id = 99 WHERE id = 4                         | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    UPDATE book SET author_id = author_id + 90                          | book.author_id = 91 has no matching author.id (foreign key book_author_fk); book.author_id = 92 has no matching author.id (foreign key book_author_fk)
                    UPDATE OR IGNORE book SET author_id = 99, title = 'One'             | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    UPDATE OR REPLACE book SET author_id = 99, title = 'One' WHERE id = 2 | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    UPDATE book SET (id, author_id) = (9, 99) WHERE id = 1              | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    UPDATE book SET rowid = 9, author_id = 99 WHERE rowid = 1           | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    UPDATE book SET author_id = i.author_id FROM incoming i WHERE i.book_id = book.id | book.author_id = 97 has no matching author.id (foreign key book_author_fk); book.author_id = 98 has no matching author.id (foreign key book_author_fk)
                    WITH v (a) AS (VALUES (96)) UPDATE book SET author_id = (SELECT a FROM v) WHERE id = 1 | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    UPDATE stored SET raw = 7                                           | stored.author_id = 70 has no matching author.id (foreign key stored_author_fk)
                    UPDATE profile SET id = 60                                          | profile.id = 60 has no matching author.id (foreign key profile_author_fk)
                    UPDATE author SET id = 50 WHERE id = 1                              | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)
                    UPDATE author SET rowid = 50 WHERE rowid = 2                        | author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk); author.id = 2 is still referenced by 1 row through profile.id (foreign key profile_author_fk)
                    UPDATE author SET id = id + 100 WHERE id <> 10                      | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk); author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk); author.id = 2 is still referenced by 1 row through profile.id (foreign key profile_author_fk)
                    UPDATE author SET name = 'Eve' WHERE id = 1                         | author.name = 'Ada' is still referenced by 1 row through poster.author_name (foreign key poster_author_fk)
                    UPDATE author SET id = 51, name = 'Eve' WHERE id = 1                | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk); author.name = 'Ada' is still referenced by 1 row through poster.author_name (foreign key poster_author_fk)
                    UPDATE OR REPLACE author SET name = 'Ada' WHERE id = 3              | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)
                    UPDATE author SET id = 52 FROM incoming i WHERE i.author_id = author.id AND i.book_id = 1 | author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk); author.id = 2 is still referenced by 1 row through profile.id (foreign key profile_author_fk)
                    UPDATE shelf SET id = 5 WHERE id = 1                                | shelf.id = 1 is still referenced by 2 rows through stand.shelf_id (foreign key stand_shelf_fk)
                    UPDATE shelf SET id = id + 10                                       | shelf.id = 1 is still referenced by 2 rows through stand.shelf_id (foreign key stand_shelf_fk)
                    """)
    void saysWhyAnUpdateIsRejected(String sql, String messages) throws SQLException {
        databases.assertExplained(sql, messages.split("; "));
    }

    @Test
    void explainsAReturning() throws SQLException {
        databases.assertExplained(
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(
                                    "UPDATE book SET author_id = 94 WHERE id = 1 RETURNING id")) {
                        rows.next();
                    }
                },
                "book.author_id = 94 has no matching author.id (foreign key book_author_fk)");
    }

    @Test
    void keepsTheDriversCodeOfARestrict() throws SQLException {
        PairedDatabases.assertRestrict(databases.violation("UPDATE shelf SET id = 5 WHERE id = 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UPDATE room SET id = 7                    | 3
                    UPDATE room SET id = 7 WHERE id IN (9, 5) | 5
                    """)
    void namesTheRowThatSqliteCameToFirst(String sql, int id) throws SQLException {
        run("CREATE TABLE room (id INTEGER PRIMARY KEY, floor INT)");

        databases.assertExplained(
                sql, "room.id = " + id + " is still referenced by 1 row through door.room (foreign key door_room_fk)");
    }

    @Test
    void namesNoRowWhereSqliteReadsAnIndex() throws SQLException {
        run("CREATE TABLE room (id INTEGER PRIMARY KEY, floor INT); CREATE INDEX room_floor ON room (floor)");

        ForeignKeyViolationSQLException violation = databases.violation("UPDATE room SET id = 7 WHERE floor > 0");

        assertThat(violation.violations()).isEmpty();
        assertThat(violation.undetermined())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("a RESTRICT made the statement fail"));
    }

    private void run(String room) throws SQLException {
        databases.run(
                room,
                "CREATE TABLE door (room INT CONSTRAINT door_room_fk REFERENCES room ON UPDATE RESTRICT)",
                "INSERT INTO room VALUES (3, 2), (5, 1), (9, 1)",
                "INSERT INTO door VALUES (3), (5), (9)");
    }

    @Test
    void leavesAnUpdateAloneThatMovesParentAndChildTogether() throws SQLException {
        databases.run(
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT REFERENCES node)",
                "INSERT INTO node VALUES (1, 1), (2, 2)",
                "UPDATE node SET id = id + 10, up = up + 10");

        assertThat(Sql.read(databases.enforced(), "SELECT group_concat(up) FROM node"))
                .isEqualTo("11,12");
        databases.assertSame();
    }

    /** SET NULL leaves the text '05', whose parent row is the number nevertheless. */
    @Test
    void namesChildRowsThatAnActionDoesNotFind() throws SQLException {
        databases.run(
                "CREATE TABLE weight (kg REAL UNIQUE)",
                "CREATE TABLE parcel (kg CONSTRAINT parcel_kg_fk REFERENCES weight (kg) ON UPDATE SET NULL)",
                "CREATE TABLE label (kg REAL CONSTRAINT label_kg_fk REFERENCES weight (kg))",
                "INSERT INTO weight VALUES (5)",
                "INSERT INTO parcel VALUES ('05')",
                "INSERT INTO label VALUES (5)");

        databases.assertExplained(
                "UPDATE weight SET kg = 6 WHERE kg = 5",
                "weight.kg = 5.0 is still referenced by 1 row through label.kg (foreign key label_kg_fk)",
                "weight.kg = 5.0 is still referenced by 1 row through parcel.kg (foreign key parcel_kg_fk)");
    }

    /** SQLite counts the row as an orphan of itself, which it no longer is: the other key, to which nothing is assigned, is not to blame. */
    @Test
    void namesNoKeyWhereARowBecomesItsOwnParent() throws SQLException {
        databases.run(
                "CREATE TABLE tag (name TEXT PRIMARY KEY COLLATE NOCASE,"
                        + " parent TEXT REFERENCES tag ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,"
                        + " author INT REFERENCES author DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE label (name)",
                "INSERT INTO label VALUES ('b')",
                "PRAGMA foreign_keys=OFF",
                "INSERT INTO tag VALUES ('w', 'B', 50)",
                "PRAGMA foreign_keys=ON");

        ForeignKeyViolationSQLException violation =
                databases.violation("UPDATE tag SET name = label.name FROM label WHERE tag.name = 'w'");

        assertThat(violation.violations()).isEmpty();
        assertThat(violation.undetermined()).isPresent();
    }

    /** SQLite counts an orphan row that is written again with the same key, as an ORM that sends every column does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    UPDATE old SET author = 50, n = 2 WHERE id = 1               | old.author = 50 has no matching author.id (foreign key old_author_fk)
                    UPDATE old SET author = author                               | old.author = 50 has no matching author.id (foreign key old_author_fk); old.author = 51 has no matching author.id (foreign key old_author_fk)
                    REPLACE INTO old VALUES (1, 50, 2)                           | old.author = 50 has no matching author.id (foreign key old_author_fk)
                    INSERT OR REPLACE INTO old (id, author) VALUES (2, 51)       | old.author = 51 has no matching author.id (foreign key old_author_fk)
                    INSERT INTO old VALUES (1, 50, 2) ON CONFLICT (id) DO UPDATE SET author = excluded.author | old.author = 50 has no matching author.id (foreign key old_author_fk)
                    UPDATE older SET author = 50, n = 2 WHERE k = 'a'            | older.author = 50 has no matching author.id (foreign key older_author_fk)
                    UPDATE older SET author = CASE k WHEN 'a' THEN 1 ELSE author END | older.author = 51 has no matching author.id (foreign key older_author_fk)
                    """)
    void namesAnOrphanRowThatIsWrittenAgain(String sql, String messages) throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF",
                "CREATE TABLE old (id INTEGER PRIMARY KEY, author CONSTRAINT old_author_fk REFERENCES author, n)",
                "CREATE TABLE older (k TEXT PRIMARY KEY, author INT CONSTRAINT older_author_fk REFERENCES author, n)"
                        + " WITHOUT ROWID",
                "INSERT INTO old VALUES (1, 50, 1), (2, 51, 1), (3, 1, 1)",
                "INSERT INTO older VALUES ('a', 50, 1), ('b', 51, 1), ('c', 1, 1)",
                "PRAGMA foreign_keys = ON");

        databases.assertExplained(sql, messages.split("; "));
    }

    /** The cascade writes another column of the row than the key that it violates already. */
    @Test
    void doesNotBlameAnOrphanRowForAnotherColumnThatACascadeWrites() throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF",
                "CREATE TABLE own (id INTEGER PRIMARY KEY CONSTRAINT own_author_fk REFERENCES author,"
                        + " up INT CONSTRAINT own_up_fk REFERENCES own ON UPDATE CASCADE)",
                "INSERT INTO own VALUES (1, 70), (71, 1)",
                "PRAGMA foreign_keys = ON");

        ForeignKeyViolationSQLException violation = databases.violation("UPDATE own SET id = 2 WHERE id = 1");

        assertThat(PairedDatabases.messages(violation))
                .containsExactly("own.up = 70 has no matching own.id (foreign key own_up_fk)");
        assertThat(violation.undetermined()).isPresent();
    }

    /** SQLite checks the key of a generated column where a column that it is computed from is updated, and only there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UPDATE labelled SET id = id + 0    | labelled.copy = 55 has no matching author.id (foreign key copy_fk)
                    UPDATE labelled SET own = own      | labelled.own = 50 has no matching author.id (foreign key own_fk)
                    UPDATE labelled SET own = 50, n = 1 | labelled.own = 50 has no matching author.id (foreign key own_fk)
                    """)
    void namesTheOrphanOfAGeneratedColumnWhereItIsWrittenAgain(String sql, String message) throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF",
                "CREATE TABLE labelled (id INTEGER PRIMARY KEY, n, own INT CONSTRAINT own_fk REFERENCES author,"
                        + " twice AS (id), copy INT GENERATED ALWAYS AS (abs(twice)) STORED"
                        + " CONSTRAINT copy_fk REFERENCES author)",
                "INSERT INTO labelled (id, own) VALUES (55, 50)",
                "PRAGMA foreign_keys = ON");

        databases.assertExplained(sql, message);
    }
}
