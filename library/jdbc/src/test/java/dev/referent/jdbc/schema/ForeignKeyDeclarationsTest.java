package dev.referent.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForeignKeyDeclarationsTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Sql.run(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY, a INT, b INT, UNIQUE (a, b))");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x INT REFERENCES p                                                          | c_x_fkey | false
                    x INT CONSTRAINT n REFERENCES p (id)                                        | n        | false
                    x INT CONSTRAINT "a b" REFERENCES p (id)                                    | a b      | false
                    x INT CONSTRAINT [a ""b] REFERENCES p (id)                                  | a ""b    | false
                    x INT CONSTRAINT `n``n` REFERENCES p (id)                                   | n`n      | false
                    x INT, CONSTRAINT n FOREIGN KEY (x) REFERENCES p                            | n        | false
                    x INT, FOREIGN KEY (x) REFERENCES p DEFERRABLE INITIALLY DEFERRED           | c_x_fkey | true
                    x INT, FOREIGN KEY (x) REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED       | c_x_fkey | false
                    x INT, FOREIGN KEY (x) REFERENCES p DEFERRABLE INITIALLY IMMEDIATE          | c_x_fkey | false
                    x INT, FOREIGN KEY (x) REFERENCES p DEFERRABLE                              | c_x_fkey | false
                    x INT REFERENCES p DEFERRABLE INITIALLY DEFERRED NOT DEFERRABLE             | c_x_fkey | false
                    x INT REFERENCES p DEFERRABLE INITIALLY DEFERRED DEFERRABLE                 | c_x_fkey | false
                    x INT REFERENCES p, initially deferred                                      | c_x_fkey | false
                    x INT CONSTRAINT nn NOT NULL REFERENCES p                                   | c_x_fkey | false
                    x INT CONSTRAINT nn NOT NULL CONSTRAINT n REFERENCES p                      | n        | false
                    x INT CONSTRAINT ck CHECK (x > 0) REFERENCES p                              | c_x_fkey | false
                    x INT CHECK (x <> 'REFERENCES p') CONSTRAINT n REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED | n | true
                    "references" INT, x INT /* CONSTRAINT no */ CONSTRAINT n -- REFERENCES p   @ REFERENCES p | n | false
                    x INT DEFAULT (1 + (2)) CONSTRAINT n REFERENCES p MATCH FULL ON UPDATE SET NULL | n     | false
                    x VARCHAR(10, 2) CONSTRAINT Größe REFERENCES p                              | Größe    | false
                    """)
    void readsNameAndDeferralOfAKey(String body, String name, boolean deferred) throws SQLException {
        Sql.run(connection, "CREATE TABLE c (" + body.replace("@", "\n") + ")");

        assertThat(foreignKeys())
                .extracting(ForeignKey::name, ForeignKey::deferred, ForeignKey::childColumns, ForeignKey::parentColumns)
                .containsExactly(tuple(name, deferred, List.of("x"), List.of("id")));
    }

    @Test
    void readsSeveralKeysInTheOrderOfTheText() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE c (u INT CONSTRAINT one REFERENCES p CONSTRAINT two REFERENCES p (id), v INT REFERENCES p,"
                        + " CONSTRAINT pair FOREIGN KEY (u, v) REFERENCES p (a, b) ON DELETE SET NULL ON UPDATE CASCADE)",
                "ALTER TABLE c ADD COLUMN w INT CONSTRAINT added REFERENCES p DEFERRABLE INITIALLY DEFERRED");

        assertThat(foreignKeys())
                .extracting(ForeignKey::name, ForeignKey::childColumns, ForeignKey::onDelete, ForeignKey::deferred)
                .containsExactly(
                        tuple("one", List.of("u"), ReferentialAction.NO_ACTION, false),
                        tuple("two", List.of("u"), ReferentialAction.NO_ACTION, false),
                        tuple("c_v_fkey", List.of("v"), ReferentialAction.NO_ACTION, false),
                        tuple("added", List.of("w"), ReferentialAction.NO_ACTION, true),
                        tuple("pair", List.of("u", "v"), ReferentialAction.SET_NULL, false));
    }

    @Test
    void leavesOutAKeyThatSqliteItselfCannotCheck() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE c (u INT, v INT, w INT REFERENCES nowhere, x INT REFERENCES nowhere (id), y INT REFERENCES p (none),"
                        + " FOREIGN KEY (u, v) REFERENCES p)");

        assertThat(foreignKeys()).isEmpty();
    }

    private List<ForeignKey> foreignKeys() throws SQLException {
        return ForeignKeys.of(connection);
    }
}
