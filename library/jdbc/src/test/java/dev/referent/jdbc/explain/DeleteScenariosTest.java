package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form of DELETE, and of DROP TABLE, that a foreign key can reject, with what it sets off by cascades. */
final class DeleteScenariosTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE country (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
                CREATE TABLE city (id INTEGER PRIMARY KEY, country_id INT
                    CONSTRAINT city_country_fk REFERENCES country ON DELETE CASCADE ON UPDATE CASCADE);
                CREATE TABLE street (id INTEGER PRIMARY KEY, city_id INT
                    CONSTRAINT street_city_fk REFERENCES city ON DELETE CASCADE);
                CREATE TABLE house (id INTEGER PRIMARY KEY, street_id INT CONSTRAINT house_street_fk REFERENCES street);
                CREATE TABLE stamp (country TEXT CONSTRAINT stamp_country_fk REFERENCES country (code) ON DELETE RESTRICT);
                CREATE TABLE embassy (id INTEGER PRIMARY KEY, country_id INT UNIQUE
                    CONSTRAINT embassy_country_fk REFERENCES country ON DELETE SET NULL);
                CREATE TABLE guard (id INTEGER PRIMARY KEY, embassy_of INT
                    CONSTRAINT guard_embassy_fk REFERENCES embassy (country_id));
                CREATE TABLE visitor (id INTEGER PRIMARY KEY, country_id INT DEFAULT 99
                    CONSTRAINT visitor_country_fk REFERENCES country ON DELETE SET DEFAULT ON UPDATE SET DEFAULT);
                CREATE TABLE log (what TEXT);
                INSERT INTO country VALUES (1, 'AA'), (2, 'BB'), (3, 'CC'), (4, 'DD'), (5, 'EE'), (6, 'FF');
                INSERT INTO city VALUES (10, 1), (11, 1), (12, 6);
                INSERT INTO street VALUES (100, 10), (101, 11), (102, 12);
                INSERT INTO house VALUES (1000, 100), (1001, 100), (1002, 101);
                INSERT INTO stamp VALUES ('BB'), ('BB');
                INSERT INTO embassy VALUES (1, 3);
                INSERT INTO guard VALUES (1, 3);
                INSERT INTO visitor VALUES (1, 4);
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
                    DELETE FROM street WHERE id = 101           | street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    DELETE FROM street                          | street.id = 100 is still referenced by 2 rows through house.street_id (foreign key house_street_fk); street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    DELETE FROM street WHERE id IN (SELECT street_id FROM house) RETURNING id | street.id = 100 is still referenced by 2 rows through house.street_id (foreign key house_street_fk); street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    WITH s (id) AS (VALUES (101)) DELETE FROM street WHERE id IN s | street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    DELETE FROM country WHERE id = 1            | street.id = 100 is still referenced by 2 rows through house.street_id (foreign key house_street_fk); street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    DELETE FROM city WHERE id = 10              | street.id = 100 is still referenced by 2 rows through house.street_id (foreign key house_street_fk)
                    DELETE FROM country WHERE id = 2            | country.code = 'BB' is still referenced by 2 rows through stamp.country (foreign key stamp_country_fk)
                    DELETE FROM country WHERE id IN (2, 6)      | country.code = 'BB' is still referenced by 2 rows through stamp.country (foreign key stamp_country_fk)
                    DELETE FROM country WHERE id = 3            | embassy.country_id = 3 is still referenced by 1 row through guard.embassy_of (foreign key guard_embassy_fk)
                    DELETE FROM country WHERE id = 4            | visitor.country_id = 99 has no matching country.id (foreign key visitor_country_fk)
                    UPDATE country SET id = 40 WHERE id = 4     | visitor.country_id = 99 has no matching country.id (foreign key visitor_country_fk)
                    DROP TABLE street                           | street.id = 100 is still referenced by 2 rows through house.street_id (foreign key house_street_fk); street.id = 101 is still referenced by 1 row through house.street_id (foreign key house_street_fk)
                    DROP TABLE embassy                          | embassy.country_id = 3 is still referenced by 1 row through guard.embassy_of (foreign key guard_embassy_fk)
                    """)
    void saysWhyADeleteIsRejected(String sql, String messages) throws SQLException {
        databases.assertExplained(sql, messages.split("; "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM country WHERE id = 2", "DELETE FROM country"})
    void keepsTheDriversCodeOfARestrict(String sql) throws SQLException {
        ForeignKeyViolationSQLException violation = databases.violation(sql);

        PairedDatabases.assertRestrict(violation);
        assertThat(PairedDatabases.messages(violation))
                .contains("country.code = 'BB' is still referenced by 2 rows through stamp.country"
                        + " (foreign key stamp_country_fk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM country WHERE id = 6",
                "DROP TABLE visitor",
                "DELETE FROM house; DROP TABLE street",
            })
    void leavesWhatIsNotRejectedAlone(String sql) throws SQLException {
        databases.run(sql);

        databases.assertSame();
    }

    @Test
    void explainsACascadeOfAnUpdate() throws SQLException {
        databases.run(
                "CREATE TABLE flag (code INT CONSTRAINT flag_city_fk REFERENCES town (country_id))",
                "CREATE TABLE town (id INTEGER PRIMARY KEY, country_id INT UNIQUE"
                        + " CONSTRAINT town_country_fk REFERENCES country ON UPDATE CASCADE)",
                "INSERT INTO town VALUES (1, 5)",
                "INSERT INTO flag VALUES (5)");

        databases.assertExplained(
                "UPDATE country SET id = 50 WHERE id = 5",
                "town.country_id = 5 is still referenced by 1 row through flag.code (foreign key flag_city_fk)");
    }

    /** An action compares without the affinity of the parent's column: 7 is equal to the '7' that belongs to another row. */
    @Test
    void countsNoChildRowThatAnActionDeletesByItsOwnComparison() throws SQLException {
        databases.run(
                "CREATE TABLE place (id INTEGER PRIMARY KEY, code UNIQUE)",
                "CREATE TABLE guest (place TEXT REFERENCES place (code) ON DELETE CASCADE,"
                        + " home INT CONSTRAINT guest_home_fk REFERENCES place)",
                "INSERT INTO place VALUES (1, 7), (2, '7')",
                "INSERT INTO guest VALUES ('7', 1), (NULL, 1)");

        databases.assertExplained(
                "DELETE FROM place WHERE id = 1",
                "place.id = 1 is still referenced by 1 row through guest.home (foreign key guest_home_fk)");
    }

    @Test
    void namesTheGeneratedKeyThatASetNullChanges() throws SQLException {
        databases.run(
                "CREATE TABLE hut (country_id INT REFERENCES country ON DELETE SET NULL,"
                        + " place AS (coalesce(country_id, 70)) STORED CONSTRAINT hut_place_fk REFERENCES city)",
                "CREATE TABLE post (country_id INT CONSTRAINT post_country_fk REFERENCES country)",
                "INSERT INTO city (id) VALUES (5)",
                "INSERT INTO hut VALUES (5)",
                "INSERT INTO post VALUES (5)");

        databases.assertExplained(
                "DELETE FROM country WHERE id = 5",
                "hut.place = 70 has no matching city.id (foreign key hut_place_fk)",
                "country.id = 5 is still referenced by 1 row through post.country_id (foreign key post_country_fk)");
    }

    /** As a Java String, two different texts that are not valid UTF-8 would be the same. */
    @Test
    void tellsTextsApartThatAreNotUtf8() throws SQLException {
        databases.run(
                "CREATE TABLE word (t TEXT PRIMARY KEY)",
                "CREATE TABLE use (t TEXT CONSTRAINT use_word_fk REFERENCES word)",
                "INSERT INTO word VALUES (CAST(x'ff' AS TEXT)), (CAST(x'61fe' AS TEXT)), (char(65533))",
                "INSERT INTO use SELECT t FROM word",
                "CREATE TRIGGER again AFTER DELETE ON word BEGIN INSERT INTO log VALUES (old.t); END");
        String use = "' is still referenced by 1 row through use.t (foreign key use_word_fk)";

        databases.assertExplained(
                "DELETE FROM word", "word.t = '\uFFFD" + use, "word.t = 'a\uFFFD" + use, "word.t = '\uFFFD" + use);
        assertThat(PairedDatabases.complete(databases.violation("INSERT INTO use SELECT CAST(x'fd' AS TEXT)")))
                .containsExactly("use.t = '\uFFFD' has no matching word.t (foreign key use_word_fk)");
    }
}
