package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.hibernate.models.Cascades;
import dev.referent.hibernate.models.Shapes;
import dev.referent.hibernate.models.Shapes.Department;
import dev.referent.hibernate.models.Shapes.Employee;
import dev.referent.hibernate.models.Shapes.Person;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with rows that point at each other are dropped, and enforcement is never off. */
final class SchemaDropTest {
    private static final String MAPPED =
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'HT%'";

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void storeRows() {
        database = new Sqlite(folder.resolve("shapes.db"));
        try (SessionFactory factory = database.open("create", Shapes.entities())) {
            factory.inTransaction(session -> {
                Department department = new Department(1);
                Employee head = new Employee(2);
                department.head = head;
                head.department = department;
                head.mentor = new Person(3);
                session.persist(head.mentor);
                session.persist(head);
                session.persist(department);
            });
        }
    }

    @Test
    void createReplacesTablesWithRows() throws SQLException {
        try (Logged log = new Logged()) {
            database.open("create", Shapes.entities()).close();

            assertThat(log.warnings()).isEmpty();
        }
        assertThat(database.query("SELECT count(*) FROM Person")).containsExactly("0");
        assertThat(database.foreignKeys()).hasSize(15);
    }

    @Test
    void createReplacesTablesWhoseRowsGoWithTheirParent() throws SQLException {
        database.execute("INSERT INTO Town (id) VALUES (1)");
        database.execute("INSERT INTO Street (town, street_name, town_id) VALUES ('t', 's', 1)");
        try (Logged log = new Logged()) {
            database.open("create", Shapes.entities()).close();

            assertThat(log.warnings()).isEmpty();
        }
        assertThat(database.query("SELECT count(*) FROM Street")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create-drop", "drop"})
    void dropsTablesWhoseRowsGoWithTheirParentAndReferenceATableDroppedBefore(String action) throws SQLException {
        database = new Sqlite(folder.resolve("cascades.db"));
        database.open("create", Cascades.entities()).close();
        database.execute(
                "INSERT INTO Account (id) VALUES (1)",
                "INSERT INTO Post (id, author_id) VALUES (1, 1)",
                "INSERT INTO Remark (id, author_id, post_id, answered_id) VALUES (1, 1, 1, NULL), (2, 1, 1, 1)",
                "INSERT INTO Vote (id, voter_id, remark_id) VALUES (1, 1, 2)");
        try (Logged log = new Logged()) {
            database.open(action, Cascades.entities()).close();

            assertThat(log.warnings()).isEmpty();
        }
        assertThat(database.query(MAPPED)).containsExactly(action.equals("create") ? "4" : "0");
        database.open("update", Cascades.entities()).close();
        assertThat(database.query("SELECT id FROM Remark")).isEmpty();
    }

    @Test
    void dropLeavesNoTable() throws SQLException {
        try (Logged log = new Logged()) {
            database.open("drop", Shapes.entities()).close();

            assertThat(log.warnings()).isEmpty();
        }
        assertThat(database.query(MAPPED)).containsExactly("0");
    }

    @Test
    void createDropLeavesNoTableWhenTheFactoryIsClosed() throws SQLException {
        SessionFactory factory = database.open("create-drop", Shapes.entities());
        factory.inTransaction(session -> session.persist(new Employee(7)));
        factory.close();

        assertThat(database.query(MAPPED)).containsExactly("0");
    }

    @Test
    void dropsNothingIfRowsOfOtherTablesPointAtTheMappedOnes() throws SQLException {
        database.execute(
                "CREATE TABLE badge (person_id bigint CONSTRAINT badge_fk REFERENCES Person (id))",
                "INSERT INTO badge VALUES (3)");

        assertThatThrownBy(() -> database.open("create", Shapes.entities()))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessage(
                        "nothing was dropped: rows of other tables reference rows of the mapped tables (badge (person_id)"
                                + " references person (id)); delete them, or drop their tables, first");
        assertThat(database.query("SELECT count(*) FROM Person")).containsExactly("2");
        assertThat(database.query("SELECT head_id FROM Department")).containsExactly("2");
    }

    @Test
    void enforcementIsOnAfterwards() {
        try (SessionFactory factory = database.open("create", Shapes.entities())) {
            assertThatThrownBy(() -> factory.inTransaction(session -> {
                        Person orphan = new Person(1);
                        orphan.mentor = session.getReference(Person.class, 99L);
                        session.persist(orphan);
                    }))
                    .isInstanceOf(ConstraintViolationException.class);
        }
    }
}
