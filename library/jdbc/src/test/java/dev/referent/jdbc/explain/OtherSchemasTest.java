package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attached and temporary databases, and schemas that change while the connection is open. */
final class OtherSchemasTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (x INT CONSTRAINT main_fk REFERENCES p)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO c VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Nested
    class OfOneConnection {
        @BeforeEach
        void attach() throws SQLException {
            attach(databases.enforced(), "enforced.other");
            databases.run(
                    "CREATE TEMP TABLE tp (id INTEGER PRIMARY KEY)", "CREATE TEMP TABLE tc (x INT REFERENCES tp)");
        }

        private void attach(Connection enforced, String name) throws SQLException {
            Sql.run(enforced, "ATTACH '" + folder.resolve(name) + "' AS other");
            databases.both(connection -> {
                if (connection != enforced) {
                    Sql.run(connection, "ATTACH '" + folder.resolve("bare.other") + "' AS other");
                }
                Sql.run(
                        connection,
                        "CREATE TABLE other.p (id INTEGER PRIMARY KEY)",
                        "CREATE TABLE other.c (x INT CONSTRAINT other_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
                        "INSERT INTO other.p VALUES (2)",
                        "INSERT INTO other.c VALUES (2)");
            });
        }

        @Test
        void areToldApartFromMain() throws SQLException {
            assertThat(PairedDatabases.complete(databases.violation("INSERT INTO other.c VALUES (1)")))
                    .containsExactly("c.x = 1 has no matching p.id (foreign key other_fk)");
            assertThat(PairedDatabases.complete(databases.violation("INSERT INTO c VALUES (2)")))
                    .containsExactly("c.x = 2 has no matching p.id (foreign key main_fk)");
            assertThat(PairedDatabases.complete(databases.violation("DELETE FROM other.p")))
                    .containsExactly("p.id = 2 is still referenced by 1 row through c.x (foreign key other_fk)");
        }

        @Test
        void areExplainedAtOneCommit() throws SQLException {
            databases.run(
                    "BEGIN",
                    "PRAGMA defer_foreign_keys = ON",
                    "INSERT INTO c VALUES (8)",
                    "INSERT INTO other.c VALUES (9)");

            assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                    .containsExactlyInAnyOrder(
                            "c.x = 8 has no matching p.id (foreign key main_fk)",
                            "c.x = 9 has no matching p.id (foreign key other_fk)");
        }

        @Test
        void areExplainedInTemporaryTables() throws SQLException {
            databases.assertExplained(
                    "INSERT INTO tc VALUES (7)", "tc.x = 7 has no matching tp.id (foreign key tc_x_fkey)");
        }

        @Test
        void keepATemporaryChildFromAParentInMain() throws SQLException {
            databases.run("CREATE TEMP TABLE stray (x INT REFERENCES p)");

            assertThat(databases.violation("INSERT INTO stray VALUES (1)").undetermined())
                    .contains("the foreign key of stray (x) references the table p, which does not exist");
        }
    }

    @Nested
    class WhileTheConnectionIsOpen {
        @BeforeEach
        void readTheSchema() throws SQLException {
            assertThat(PairedDatabases.complete(databases.violation("INSERT INTO c VALUES (5)")))
                    .containsExactly("c.x = 5 has no matching p.id (foreign key main_fk)");
        }

        @Test
        void tablesAndColumnsAreRenamed() throws SQLException {
            databases.run(
                    "ALTER TABLE p RENAME TO parent",
                    "ALTER TABLE c RENAME TO child",
                    "ALTER TABLE child RENAME COLUMN x TO parent_id",
                    "ALTER TABLE parent RENAME COLUMN id TO key");

            databases.assertExplained(
                    "INSERT INTO child VALUES (5)",
                    "child.parent_id = 5 has no matching parent.key (foreign key main_fk)");
            databases.run("DROP TABLE earlier_work");
            databases.assertExplained(
                    "DELETE FROM parent",
                    "parent.key = 1 is still referenced by 1 row through child.parent_id (foreign key main_fk)");
        }

        @Test
        void aColumnWithAKeyIsAdded() throws SQLException {
            databases.run("ALTER TABLE c ADD COLUMN y INT CONSTRAINT added_fk REFERENCES p");

            databases.assertExplained(
                    "INSERT INTO c VALUES (1, 6)", "c.y = 6 has no matching p.id (foreign key added_fk)");
        }

        @Test
        void aTableIsMadeAnewWithAnotherKey() throws SQLException {
            databases.run(
                    "DROP TABLE c",
                    "CREATE TABLE q (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (x INT CONSTRAINT new_fk REFERENCES q)");

            databases.assertExplained("INSERT INTO c VALUES (1)", "c.x = 1 has no matching q.id (foreign key new_fk)");
        }

        @Test
        void theSchemaChangesInTheSameTransaction() throws SQLException {
            databases.run("BEGIN", "ALTER TABLE c RENAME TO d", "ALTER TABLE d ADD COLUMN y INT REFERENCES p");

            assertThat(PairedDatabases.complete(databases.violation("INSERT INTO d VALUES (1, 6)")))
                    .containsExactly("d.y = 6 has no matching p.id (foreign key d_y_fkey)");
            databases.run("ROLLBACK");
            assertThat(PairedDatabases.complete(databases.violation("INSERT INTO c VALUES (5)")))
                    .containsExactly("c.x = 5 has no matching p.id (foreign key main_fk)");
        }

        @Test
        void anotherConnectionChangesTheSchema() throws SQLException {
            Connection connection = databases.enforced();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c (x) VALUES (?)")) {
                try (Connection other =
                        DriverManager.getConnection(connection.getMetaData().getURL())) {
                    Sql.run(
                            other,
                            "ALTER TABLE p RENAME TO parent",
                            "ALTER TABLE c ADD COLUMN y INT DEFAULT NULL CONSTRAINT theirs_fk REFERENCES parent");
                }
                insert.setInt(1, 5);
                assertThat(PairedDatabases.complete(
                                catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeUpdate)))
                        .containsExactly("c.x = 5 has no matching parent.id (foreign key main_fk)");
            }
            assertThat(PairedDatabases.complete(catchThrowableOfType(
                            ForeignKeyViolationSQLException.class,
                            () -> Sql.run(connection, "INSERT INTO c VALUES (1, 9)"))))
                    .containsExactly("c.y = 9 has no matching parent.id (foreign key theirs_fk)");
        }
    }
}
