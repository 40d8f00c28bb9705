package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

final class ExplanationTest {
    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("library.db");
        try (Connection bare = DriverManager.getConnection(url)) {
            Sql.run(
                    bare,
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY, email TEXT UNIQUE COLLATE NOCASE);
                    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT,
                        author_id INTEGER CONSTRAINT book_author_fk REFERENCES author,
                        owner TEXT REFERENCES author (email),
                        sequel_of INTEGER CONSTRAINT book_sequel_fk REFERENCES book ON DELETE RESTRICT);
                    CREATE TABLE copy (book_id INTEGER, number INTEGER, PRIMARY KEY (book_id, number),
                        CONSTRAINT copy_book_fk FOREIGN KEY (book_id) REFERENCES book ON DELETE CASCADE) WITHOUT ROWID;
                    CREATE TABLE loan (id INTEGER PRIMARY KEY, book_id INTEGER, number INTEGER,
                        CONSTRAINT loan_copy_fk FOREIGN KEY (book_id, number) REFERENCES copy ON UPDATE RESTRICT);
                    CREATE TABLE "odd ""table"" -- '" ("a.b" INTEGER CONSTRAINT "x] y" REFERENCES author);
                    INSERT INTO author VALUES (1, 'ada@example.org'), (2, 'bob@example.org');
                    INSERT INTO book VALUES (1, 'One', 1, 'ADA@example.org', NULL), (2, 'Two', 1, NULL, 1);
                    INSERT INTO copy VALUES (1, 1), (1, 2), (2, 1);
                    INSERT INTO loan VALUES (1, 1, 1), (2, 1, 1);
                    INSERT INTO loan VALUES (90, 77, 7);
                    """);
        }
        connection = EnforcedDataSource.open(url)
                .explainingWithin(Duration.ofMinutes(1))
                .getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    INSERT INTO book (author_id) VALUES (99)                | book.author_id = 99 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO book (owner) VALUES ('eve')                 | book.owner = 'eve' has no matching author.email (foreign key book_owner_fkey)
                    INSERT INTO book (author_id, sequel_of) VALUES (98, 97) | book.author_id = 98 has no matching author.id (foreign key book_author_fk); book.sequel_of = 97 has no matching book.id (foreign key book_sequel_fk)
                    INSERT INTO loan VALUES (5, 1, 9)                       | loan.(book_id, number) = (1, 9) has no matching copy.(book_id, number) (foreign key loan_copy_fk)
                    INSERT INTO loan VALUES (5, 77, 7)                      | loan.(book_id, number) = (77, 7) has no matching copy.(book_id, number) (foreign key loan_copy_fk)
                    INSERT INTO copy VALUES (9, 1)                          | copy.book_id = 9 has no matching book.id (foreign key copy_book_fk)
                    REPLACE INTO loan VALUES (1, 1, 8)                      | loan.(book_id, number) = (1, 8) has no matching copy.(book_id, number) (foreign key loan_copy_fk)
                    INSERT INTO "odd ""table"" -- '" VALUES (-1)            | odd "table" -- '.a.b = -1 has no matching author.id (foreign key x] y)
                    UPDATE book SET author_id = 96 WHERE id = 1             | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    UPDATE book SET id = 8 WHERE id = 1                     | book.id = 1 is still referenced by 1 row through book.sequel_of (foreign key book_sequel_fk); book.id = 1 is still referenced by 2 rows through copy.book_id (foreign key copy_book_fk)
                    UPDATE copy SET number = 5 WHERE book_id = 1 AND number = 1 | copy.(book_id, number) = (1, 1) is still referenced by 2 rows through loan.(book_id, number) (foreign key loan_copy_fk)
                    UPDATE author SET email = 'new' WHERE id = 1            | author.email = 'ada@example.org' is still referenced by 1 row through book.owner (foreign key book_owner_fkey)
                    DELETE FROM author WHERE id = 1                         | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk); author.email = 'ada@example.org' is still referenced by 1 row through book.owner (foreign key book_owner_fkey)
                    DELETE FROM book WHERE id = 1                           | book.id = 1 is still referenced by 1 row through book.sequel_of (foreign key book_sequel_fk); copy.(book_id, number) = (1, 1) is still referenced by 2 rows through loan.(book_id, number) (foreign key loan_copy_fk)
                    """)
    void saysWhyAStatementIsRejected(String sql, String explanation) throws SQLException {
        String before = state();

        ForeignKeyViolationSQLException inAutoCommit = violationOf(sql);
        connection.setAutoCommit(false);
        ForeignKeyViolationSQLException inATransaction = violationOf(sql);
        ForeignKeyViolationSQLException prepared = violationOfPrepared(sql);
        connection.commit();

        for (ForeignKeyViolationSQLException violation : List.of(inAutoCommit, inATransaction, prepared)) {
            assertThat(violation.undetermined()).isEmpty();
            assertThat(violation.violations().stream().map(ForeignKeyViolation::message))
                    .containsExactlyInAnyOrder(explanation.split("; "));
            assertThat(violation.getSQLState()).isEqualTo("23503");
            assertThat(violation.getErrorCode()).isEqualTo(19);
            assertThat(violation.getMessage())
                    .endsWith("constraint failed: "
                            + violation.violations().get(0).foreignKey().name());
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void doesNotBlameAKeyThatIsCheckedLater() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE review (book_id INT CONSTRAINT now_fk REFERENCES book, author_id INT CONSTRAINT later_fk"
                        + " REFERENCES author DEFERRABLE INITIALLY DEFERRED)");
        connection.setAutoCommit(false);

        assertThat(violationOf("INSERT INTO review VALUES (98, 99)").violations())
                .extracting(violation -> violation.foreignKey().name())
                .containsExactly("now_fk");
    }

    @Test
    void blamesADeferredKeyWhereTheStatementIsATransactionOfItsOwn() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE later (x INT CONSTRAINT later_fk REFERENCES author DEFERRABLE INITIALLY DEFERRED)");

        assertThat(violationOf("INSERT INTO later VALUES (99)").violations())
                .extracting(violation -> violation.foreignKey().name())
                .containsExactly("later_fk");
    }

    @Test
    void tellsKeysApartThatOnlyTheParentTakesForOne() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE loose (id PRIMARY KEY)",
                "CREATE TABLE ref (k INTEGER PRIMARY KEY, x REFERENCES loose, y TEXT COLLATE NOCASE REFERENCES loose)");

        assertThat(violationOf("INSERT INTO ref (x) VALUES (5), (5.0), (x'01'), (x'01')")
                        .violations())
                .extracting(violation -> violation.key().get(0))
                .hasSize(3)
                .contains(5L, 5.0);
    }

    @Test
    void sparesTheEarlierWorkFromATriggerOfAnAttachedDatabase() throws SQLException {
        Sql.run(
                connection,
                "ATTACH ':memory:' AS aux",
                "CREATE TABLE aux.p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE aux.c (p INT REFERENCES p ON DELETE RESTRICT)",
                "INSERT INTO aux.p VALUES (1)",
                "INSERT INTO aux.c VALUES (1)",
                "CREATE TRIGGER aux.t AFTER DELETE ON p BEGIN SELECT RAISE(ROLLBACK, 'gone'); END");
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO author VALUES (3, 'c')", "PRAGMA case_sensitive_like=ON");

        assertThat(violationOf("DELETE FROM aux.p").getMessage()).contains("p.id = 1 is still referenced by 1 row");

        connection.commit();
        assertThat(Sql.read(connection, "SELECT count(*) FROM author")).isEqualTo("3");
    }

    @Test
    void identifiesTheChildRow() {
        assertThat(violationOf("UPDATE book SET author_id = 96 WHERE id = 2")
                        .violations()
                        .get(0)
                        .childRow())
                .containsEntry("rowid", 2L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    INSERT INTO loan VALUES (6, 1, 1); INSERT INTO loan VALUES (7, 1, 9) | loan.(book_id, number) = (1, 9) has no matching copy.(book_id, number) (foreign key loan_copy_fk)
                    INSERT OR ROLLBACK INTO loan VALUES (6, 1, 9)                        | loan.(book_id, number) = (1, 9) has no matching copy.(book_id, number) (foreign key loan_copy_fk)
                    DROP TABLE author                                                    | author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk); author.email = 'ada@example.org' is still referenced by 1 row through book.owner (foreign key book_owner_fkey)
                    DROP TABLE IF EXISTS main.copy                                       | copy.(book_id, number) = (1, 1) is still referenced by 2 rows through loan.(book_id, number) (foreign key loan_copy_fk)
                    """)
    void explainsMoreThanPlainStatements(String sql, String explanation) {
        ForeignKeyViolationSQLException violation = violationOf(sql);

        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.violations().stream().map(ForeignKeyViolation::message))
                .containsExactlyInAnyOrder(explanation.split("; "));
    }

    @Test
    void doesNotRunATriggerFartherThatMayRollBack() throws SQLException {
        Sql.run(
                connection,
                "CREATE TRIGGER t AFTER INSERT ON loan WHEN new.id = 55 BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO author VALUES (3, 'c')");

        assertThat(violationOf("UPDATE copy SET number = 5 WHERE book_id = 1 AND number = 1")
                        .violations())
                .extracting(ForeignKeyViolation::message)
                .containsExactly("copy.(book_id, number) = (1, 1) is still referenced by 2 rows through"
                        + " loan.(book_id, number) (foreign key loan_copy_fk)");
        connection.commit();
        assertThat(Sql.read(connection, "SELECT count(*) FROM author")).isEqualTo("3");
    }

    @Test
    void doesNotTakeAMessageOfATriggerForAForeignKey() throws SQLException {
        Sql.run(
                connection,
                "CREATE TRIGGER t BEFORE INSERT ON loan BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed'); END");

        for (String begin : List.of("SELECT 1", "BEGIN")) {
            Sql.run(connection, begin);
            ForeignKeyViolationSQLException violation = violationOf("INSERT INTO loan SELECT 6, 1, 1");

            assertThat(violation.violations()).isEmpty();
            assertThat(violation.reason()).contains(Reason.NOT_FOUND);
            assertThat(violation.undetermined()).get().asString().contains("trigger");
        }
    }

    @Nested
    class TheRejectedWriteEndsAsWithTheBareDriver {
        @Test
        void keepsTheTransactionAndItsSavepoints() throws SQLException {
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO author VALUES (3, 'c')");
            Savepoint savepoint = connection.setSavepoint("s");
            Sql.run(connection, "INSERT INTO author VALUES (4, 'd')");
            violationOf("INSERT INTO book (author_id) VALUES (99)");
            Sql.run(connection, "INSERT INTO author VALUES (5, 'e')");
            connection.rollback(savepoint);
            Sql.run(connection, "INSERT INTO author VALUES (6, 'f')");
            connection.commit();

            assertThat(Sql.read(connection, "SELECT group_concat(id) FROM author"))
                    .isEqualTo("1,2,3,6");
        }

        @Test
        void keepsDeferredViolationsPending() throws SQLException {
            Sql.run(connection, "CREATE TABLE later (x INT REFERENCES author DEFERRABLE INITIALLY DEFERRED)");
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO later VALUES (50)");
            violationOf("INSERT INTO book (author_id) VALUES (99)");

            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);
            assertThat(violation.violations().stream().map(ForeignKeyViolation::message))
                    .containsExactly("later.x = 50 has no matching author.id (foreign key later_x_fkey)");

            Sql.run(connection, "INSERT INTO author VALUES (50, 'repaired')");
            connection.commit();
            assertThat(Sql.read(connection, "SELECT x FROM later")).isEqualTo("50");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void keepsTheLastInsertRowId(boolean autoCommit) throws SQLException {
            connection.setAutoCommit(autoCommit);
            Sql.run(connection, "INSERT INTO author VALUES (40, 'x')");
            violationOf("INSERT INTO book (author_id) VALUES (99)");
            String ours = Sql.read(connection, "SELECT last_insert_rowid()");

            Connection bare = connection.unwrap(SQLiteConnection.class);
            Sql.run(bare, "DELETE FROM author WHERE id = 40", "INSERT INTO author VALUES (40, 'x')");
            assertThatThrownBy(() -> Sql.run(bare, "INSERT INTO book (author_id) VALUES (99)"))
                    .isInstanceOf(SQLException.class);

            assertThat(ours).isEqualTo(Sql.read(bare, "SELECT last_insert_rowid()"));
        }

        @Test
        void waitsForNobodyAndWritesNothing() throws SQLException {
            try (Connection reader =
                            DriverManager.getConnection(connection.getMetaData().getURL());
                    Statement statement = reader.createStatement();
                    ResultSet open = statement.executeQuery("SELECT id FROM author")) {
                assertThat(open.next()).isTrue();
                String version = Sql.read(reader, "PRAGMA data_version");

                assertThat(violationOf("INSERT INTO book (author_id) VALUES (99)")
                                .violations())
                        .hasSize(1);

                assertThat(Sql.read(reader, "PRAGMA data_version")).isEqualTo(version);
                Sql.run(connection, "BEGIN", "ROLLBACK"); // fails if a transaction was left open
            }
        }

        @Test
        void leavesThePreparedStatementUsable() throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO book (author_id) VALUES (?)")) {
                insert.setLong(1, 99);
                assertThat(catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeUpdate)
                                .violations())
                        .hasSize(1);
                insert.setLong(1, 1);
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
        }
    }

    private String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        for (String query : List.of(
                "SELECT group_concat(quote(id) || quote(email)) FROM author",
                "SELECT group_concat(quote(id) || quote(author_id) || quote(owner) || quote(sequel_of)) FROM book",
                "SELECT group_concat(book_id || ' ' || number) FROM copy",
                "SELECT group_concat(id || ' ' || book_id || ' ' || number) FROM loan",
                "PRAGMA foreign_keys",
                "PRAGMA defer_foreign_keys")) {
            state.append(Sql.read(connection, query)).append('\n');
        }
        return state.toString();
    }

    private ForeignKeyViolationSQLException violationOf(String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));
    }

    private ForeignKeyViolationSQLException violationOfPrepared(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return catchThrowableOfType(ForeignKeyViolationSQLException.class, statement::executeUpdate);
        }
    }
}
