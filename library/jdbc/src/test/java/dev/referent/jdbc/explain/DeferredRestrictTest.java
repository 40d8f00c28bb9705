package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A RESTRICT acts at once although its key is deferred: inside a transaction, it depends on how a parent row was changed. */
final class DeferredRestrictTest {
    private static final String TAKES_THE_ID_OF_ANOTHER = "UPDATE OR REPLACE city SET id = 1 WHERE name = 'b'";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT UNIQUE,
                    region INT CONSTRAINT city_region_fk REFERENCES city ON DELETE CASCADE);
                CREATE TABLE hotel (id INTEGER PRIMARY KEY,
                    city INT CONSTRAINT hotel_city_fk REFERENCES city ON DELETE CASCADE);
                INSERT INTO city (id, name) VALUES (1, 'a'), (2, 'b');
                INSERT INTO hotel VALUES (5, 1);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void isIncompleteWhereAReplacedParentRowMayBeRestrictedAsWell() throws SQLException {
        databases.run(
                """
                CREATE TABLE guest (hotel INT CONSTRAINT guest_hotel_fk
                    REFERENCES hotel ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED)
                """,
                """
                CREATE TABLE sign (city TEXT CONSTRAINT sign_city_fk
                    REFERENCES city (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED)
                """,
                "INSERT INTO guest VALUES (5)",
                "INSERT INTO sign VALUES ('a')",
                "BEGIN");

        assertThat(databases.violation(TAKES_THE_ID_OF_ANOTHER).reason()).contains(Reason.DEFERRED_RESTRICT);
    }

    @Test
    void doesNotBlameTheReplacedParentRowOfAKeyThatRestrictsOnlyUpdates() throws SQLException {
        databases.run(
                "CREATE TABLE guest (hotel INT CONSTRAINT guest_hotel_fk REFERENCES hotel ON DELETE RESTRICT)",
                """
                CREATE TABLE sign (city TEXT CONSTRAINT sign_city_fk
                    REFERENCES city (name) ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED)
                """,
                "INSERT INTO guest VALUES (5)",
                "INSERT INTO sign VALUES ('a')",
                "BEGIN");

        ForeignKeyViolationSQLException violation = databases.violation(TAKES_THE_ID_OF_ANOTHER);

        assertThat(PairedDatabases.messages(violation))
                .containsExactly(
                        "hotel.id = 5 is still referenced by 1 row through guest.hotel (foreign key guest_hotel_fk)");
    }
}
