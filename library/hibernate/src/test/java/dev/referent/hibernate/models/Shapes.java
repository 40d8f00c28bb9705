package dev.referent.hibernate.models;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ConstraintMode;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** One entity for each way in which a mapping asks for a foreign key. */
public final class Shapes {
    private Shapes() {}

    /** Returns all of them. */
    public static Class<?>[] entities() {
        return new Class<?>[] {
            Town.class,
            Street.class,
            House.class,
            Person.class,
            Employee.class,
            Department.class,
            Passport.class,
            Device.class,
            Phone.class,
            Letter.class
        };
    }

    /** Has a composite key. */
    @Embeddable
    public static class StreetId implements Serializable {
        private static final long serialVersionUID = 1L;

        public String town;

        @Column(name = "street_name")
        public String name;

        protected StreetId() {}

        public StreetId(String town, String name) {
            this.town = town;
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof StreetId id && id.town.equals(town) && id.name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(town, name);
        }
    }

    /** Referenced by a column that is not its primary key, and by Hibernate's own name. */
    @Entity(name = "Town")
    public static class Town {
        @Id
        public long id;

        public String code;

        public String zip;
    }

    /** A part of its composite primary key references, and a delete of the parent deletes it. */
    @Entity(name = "Street")
    public static class Street {
        @EmbeddedId
        public StreetId id;

        @ManyToOne
        @JoinColumn(name = "town_id", foreignKey = @ForeignKey(name = "street_town_fk"))
        @OnDelete(action = OnDeleteAction.CASCADE)
        public Town parent;
    }

    /** A composite key, two columns that are no primary key, and a name that needs quotes. */
    @Entity(name = "House")
    @Table(name = "`the house`")
    public static class House {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "street_town", referencedColumnName = "town")
        @JoinColumn(name = "`street name`", referencedColumnName = "street_name")
        public Street street;

        @ManyToOne
        @JoinColumn(name = "town_code", referencedColumnName = "code")
        @JoinColumn(name = "town_zip", referencedColumnName = "zip")
        public Town town;

        @ElementCollection
        @CollectionTable(
                name = "house_nickname",
                joinColumns = @JoinColumn(name = "house_id"),
                foreignKey = @ForeignKey(name = "house_nickname_fk"))
        public Set<String> nicknames = new HashSet<>();

        @ManyToMany
        @JoinTable(
                name = "tenancy",
                joinColumns = @JoinColumn(name = "house_id"),
                foreignKey = @ForeignKey(name = "tenancy_house_fk"),
                inverseJoinColumns = @JoinColumn(name = "person_id"),
                inverseForeignKey = @ForeignKey(name = "tenancy_person_fk"))
        public Set<Person> tenants = new HashSet<>();
    }

    /** The root of a joined hierarchy, and a self reference. */
    @Entity(name = "Person")
    @Inheritance(strategy = InheritanceType.JOINED)
    public static class Person {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "mentor_id", foreignKey = @ForeignKey(name = "person_mentor_fk"))
        @OnDelete(action = OnDeleteAction.SET_NULL)
        public Person mentor;

        @Column(unique = true)
        public String email;

        public String nickname;

        protected Person() {}

        public Person(long id) {
            this.id = id;
        }
    }

    /** Of a joined hierarchy, and half of a cycle. */
    @Entity(name = "Employee")
    public static class Employee extends Person {
        @ManyToOne
        @JoinColumn(name = "department_id", foreignKey = @ForeignKey(name = "employee_department_fk"))
        public Department department;

        protected Employee() {}

        public Employee(long id) {
            super(id);
        }
    }

    /** The other half. */
    @Entity(name = "Department")
    public static class Department {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "head_id", foreignKey = @ForeignKey(name = "department_head_fk"))
        public Employee head;

        protected Department() {}

        public Department(long id) {
            this.id = id;
        }
    }

    /** One to one, with the parent's id. */
    @Entity(name = "Passport")
    public static class Passport {
        @Id
        public long id;

        @OneToOne
        @MapsId
        @JoinColumn(name = "person_id", foreignKey = @ForeignKey(name = "passport_person_fk"))
        public Person person;
    }

    /** The abstract root of a hierarchy with a table for each class. */
    @Entity(name = "Device")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public abstract static class Device {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "owner_id")
        public Person owner;
    }

    /** Inherits its parent's foreign key. */
    @Entity(name = "Phone")
    public static class Phone extends Device {
        public String number;
    }

    /** Asks for no foreign key, writes one itself, and names one by an SQL keyword. */
    @Entity(name = "Letter")
    public static class Letter {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "sender_id", foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
        public Person sender;

        @ManyToOne
        @JoinColumn(
                name = "receiver_id",
                foreignKey =
                        @ForeignKey(
                                name = "letter_receiver_fk",
                                foreignKeyDefinition =
                                        "foreign key (receiver_id) references Person (id) on update cascade"))
        public Person receiver;

        @ManyToOne
        @JoinColumn(name = "copy_to", referencedColumnName = "email", foreignKey = @ForeignKey(name = "order"))
        public Person copyTo;

        @ManyToOne
        @JoinColumn(
                name = "nickname",
                referencedColumnName = "nickname",
                foreignKey = @ForeignKey(name = "letter_nickname_fk"))
        public Person byNickname;
    }
}
