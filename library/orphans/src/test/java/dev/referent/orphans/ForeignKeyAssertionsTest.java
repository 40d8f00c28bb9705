package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.SQLiteDataSource;

final class ForeignKeyAssertionsTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    @TempDir
    private Path folder;

    private final SQLiteDataSource bare = new SQLiteDataSource();

    @BeforeEach
    void create() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("library.db"),
                "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                "CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author)",
                "CREATE TABLE loan (reader_id INT REFERENCES reader)",
                "INSERT INTO author VALUES (1)",
                "INSERT INTO book VALUES (1), (NULL)");
        bare.setUrl("jdbc:sqlite:" + file);
    }

    @Test
    void everyConnectionEnforces() throws SQLException {
        ForeignKeyAssertions.assertEnforced(EnforcedDataSource.wrap(bare), 3);

        assertThatThrownBy(() -> ForeignKeyAssertions.assertEnforced(bare, 3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("connection 1 of 3 does not enforce foreign keys; wrap the data source:"
                        + " EnforcedDataSource.wrap(…)");
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void aServerEnforces(TestServer server) throws SQLException {
        DataSource source = server.fresh().source();
        assertThatCode(() -> ForeignKeyAssertions.assertEnforced(source, 2)).doesNotThrowAnyException();
    }

    @Test
    void theSchemaDeclaresUsableKeys() throws SQLException {
        ForeignKeyAssertions.assertDeclared(bare, "book_author_fk");

        assertThatThrownBy(() -> ForeignKeyAssertions.assertDeclared(bare, "book_author_fk", "book_shelf_fk"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the schema declares no foreign key book_shelf_fk; it declares"
                        + " [book_author_fk, loan_reader_id_fkey]");
    }

    @Test
    void aKeyWithoutItsParentTableIsNotUsable() throws SQLException {
        try (Connection connection = bare.getConnection()) {
            Sqlite.run(connection, "CREATE TABLE page (book INT REFERENCES gone)");
        }

        assertThatThrownBy(() -> ForeignKeyAssertions.assertDeclared(bare, "page_book_fkey"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the database cannot use the foreign key page_book_fkey");
    }

    @Test
    void noRowLacksItsParent() throws SQLException {
        ForeignKeyAssertions.assertNoOrphanRows(bare);

        try (Connection connection = bare.getConnection()) {
            Sqlite.run(
                    connection,
                    "INSERT INTO book VALUES (7), (8), (9), (10), (11), (12)",
                    "INSERT INTO loan VALUES (2)",
                    "CREATE TABLE \"a\nb\" (ba INT, bb INT, FOREIGN KEY (ba, bb) REFERENCES pair (a, b))",
                    "CREATE TABLE pair (a, b, PRIMARY KEY (a, b))",
                    "INSERT INTO \"a\nb\" VALUES (1, 2)");
        }
        assertThatThrownBy(() -> ForeignKeyAssertions.assertNoOrphanRows(bare))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        """
                        the database has 8 orphan rows:
                          1 row of a\uFFFDb has no parent row: a\uFFFDb.(ba, bb) has no matching pair.(a, b) (foreign key a\uFFFDb_ba_bb_fkey)
                            rowid = 1: ba = 1, bb = 2
                          6 rows of book have no parent row: book.author_id has no matching author.id (foreign key book_author_fk)
                            rowid = 3: author_id = 7
                            rowid = 4: author_id = 8
                            rowid = 5: author_id = 9
                            rowid = 6: author_id = 10
                            rowid = 7: author_id = 11
                            and 1 more
                          1 row of loan has no parent row: loan.reader_id has no matching reader (foreign key loan_reader_id_fkey)
                            rowid = 1: reader_id = 2""");
    }
}
