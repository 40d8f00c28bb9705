package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Shapes;
import dev.referent.hibernate.models.Shapes.Department;
import dev.referent.hibernate.models.Shapes.Employee;
import dev.referent.hibernate.models.Shapes.Letter;
import dev.referent.hibernate.models.Shapes.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hibernate generates for SQLite has every foreign key of the mapping. */
final class SchemaGenerationTest {
    private static final List<String> KEYS = List.of(
            "Department(head_id)->Employee(id)",
            "Employee(department_id)->Department(id)",
            "Employee(id)->Person(id)",
            "Letter(copy_to)->Person(email)",
            "Letter(nickname)->Person(nickname)",
            "Letter(receiver_id)->Person(id)",
            "Passport(person_id)->Person(id)",
            "Person(mentor_id)->Person(id) SET NULL",
            "Phone(owner_id)->Person(id)",
            "Street(town_id)->Town(id) CASCADE",
            "house_nickname(house_id)->the house(id)",
            "tenancy(house_id)->the house(id)",
            "tenancy(person_id)->Person(id)",
            "the house(street name,street_town)->Street(street_name,town)",
            "the house(town_code,town_zip)->Town(code,zip)");

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("shapes.db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create-only", "create-drop", "update"})
    void createsEveryForeignKey(String action) throws SQLException {
        try (SessionFactory factory = database.open(action, Shapes.entities())) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(database.foreignKeys()).isEqualTo(KEYS);
        }
    }

    @Test
    void createsThemThroughTheSchemaManager() throws Exception {
        try (SessionFactory factory = database.open(Map.of(), Shapes.entities())) {
            factory.getSchemaManager().create(false);

            factory.getSchemaManager().validate();
            assertThat(database.foreignKeys()).isEqualTo(KEYS);
            factory.getSchemaManager().drop(false);
            assertThat(database.foreignKeys()).isEmpty();
        }
    }

    @Test
    void namesEachAsTheMappingDoesOrAsHibernateDoes() throws SQLException {
        database.open("create", Shapes.entities()).close();

        assertThat(database.text("Street"))
                .contains("constraint street_town_fk foreign key (town_id) references Town (id) on delete cascade");
        assertThat(database.text("Phone")).containsPattern("constraint FK\\w{25} foreign key \\(owner_id\\)");
        assertThat(database.text("Letter"))
                .contains("constraint letter_receiver_fk foreign key (receiver_id) references Person (id) on update"
                        + " cascade")
                .doesNotContain("(sender_id)");
    }

    @Test
    void defersTheKeysOfTablesThatNeedEachOther() throws SQLException {
        try (SessionFactory factory = database.open("create", Shapes.entities())) {
            factory.inTransaction(session -> {
                Department department = new Department(1);
                Employee head = new Employee(2);
                department.head = head;
                head.department = department;
                session.persist(head);
                session.persist(department);
            });
        }
        assertThat(database.query("SELECT head_id FROM Department")).containsExactly("2");
        assertThat(database.text("Department")).contains("deferrable initially deferred");
        assertThat(database.text("Employee")).containsOnlyOnce("deferrable initially deferred");
        assertThat(database.text("Person")).doesNotContain("deferrable");
    }

    @Test
    void makesUniqueWhatAKeyReferencesBesidesPrimaryKeys() throws SQLException {
        try (SessionFactory factory = database.open("create", Shapes.entities())) {
            factory.inTransaction(session -> {
                Letter letter = new Letter();
                letter.copyTo = new Person(1);
                letter.copyTo.email = "one@example.org";
                letter.byNickname = letter.copyTo;
                letter.byNickname.nickname = "one";
                session.persist(letter.copyTo);
                session.persist(letter);
            });
            assertThat(HibernateViolations.violation(catchThrowable(() -> factory.inTransaction(
                                    session -> session.createNativeMutationQuery("UPDATE Letter SET copy_to = 'nobody'")
                                            .executeUpdate())))
                            .getConstraintName())
                    .isEqualTo("order");
        }
        assertThat(database.text("Town")).contains("unique (code, zip)");
        assertThat(database.text("Person")).contains("email varchar(255) unique", "nickname varchar(255) unique");
    }

    @Test
    void writesThemIntoScripts() throws SQLException, IOException {
        Path create = folder.resolve("create.sql");
        Path drop = folder.resolve("drop.sql");
        database.open(
                        Map.of(
                                "jakarta.persistence.schema-generation.scripts.action",
                                "drop-and-create",
                                "jakarta.persistence.schema-generation.scripts.create-target",
                                create.toString(),
                                "jakarta.persistence.schema-generation.scripts.drop-target",
                                drop.toString()),
                        Shapes.entities())
                .close();

        database.execute(Files.readAllLines(create).toArray(String[]::new));
        assertThat(database.foreignKeys()).isEqualTo(KEYS);
        database.execute(Files.readAllLines(drop).toArray(String[]::new));
        assertThat(database.foreignKeys()).isEmpty();
        assertThat(database.query("SELECT name FROM sqlite_schema WHERE name LIKE '%person%'"))
                .containsExactlyInAnyOrder(
                        "HT_Person", "HTE_Person", "sqlite_autoindex_HT_Person_1", "sqlite_autoindex_HTE_Person_1");
    }

    @Test
    void leavesTheScriptsForOtherDatabasesAlone() throws IOException {
        Path script = folder.resolve("create.sql");
        database.open(
                        Map.of(
                                "jakarta.persistence.database-product-name",
                                "PostgreSQL",
                                "hibernate.boot.allow_jdbc_metadata_access",
                                "false",
                                "jakarta.persistence.schema-generation.scripts.action",
                                "create",
                                "jakarta.persistence.schema-generation.scripts.create-target",
                                script.toString()),
                        Shapes.entities())
                .close();

        assertThat(Files.readString(script))
                .contains("alter table if exists Street add constraint street_town_fk foreign key (town_id)")
                .doesNotContain(", constraint");
    }
}
