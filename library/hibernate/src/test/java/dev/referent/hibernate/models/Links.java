package dev.referent.hibernate.models;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyJoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Associations that are not in {@link Shapes}: most of their rows have no entity of their own. */
public final class Links {
    private Links() {}

    /** Returns its entities. */
    public static Class<?>[] entities() {
        return new Class<?>[] {User.class, Profile.class, Vehicle.class, Car.class, Boat.class, Trip.class};
    }

    /** What all have. */
    @Entity(name = "User")
    @Table(name = "users")
    public static class User {
        @Id
        public long id;

        @ManyToMany
        @JoinTable(
                name = "friendship",
                joinColumns = @JoinColumn(name = "user_id"),
                foreignKey = @ForeignKey(name = "friendship_user_fk"),
                inverseJoinColumns = @JoinColumn(name = "friend_id"),
                inverseForeignKey = @ForeignKey(name = "friendship_friend_fk"))
        public Set<User> friends = new HashSet<>();

        @ElementCollection
        @CollectionTable(
                name = "stay",
                joinColumns = @JoinColumn(name = "user_id"),
                foreignKey = @ForeignKey(name = "stay_user_fk"))
        public Set<Stay> stays = new HashSet<>();

        @ElementCollection
        @CollectionTable(
                name = "nickname",
                joinColumns = @JoinColumn(name = "user_id"),
                foreignKey = @ForeignKey(name = "nickname_user_fk"))
        @MapKeyJoinColumn(name = "given_by", foreignKey = @ForeignKey(name = "nickname_given_by_fk"))
        @Column(name = "text")
        public Map<User, String> nicknames = new HashMap<>();

        protected User() {}

        public User(long id) {
            this.id = id;
        }
    }

    /** An element with a reference of its own. */
    @Embeddable
    public static class Stay {
        @ManyToOne
        @JoinColumn(name = "host_id", foreignKey = @ForeignKey(name = "stay_host_fk"))
        public User host;

        public int nights;

        protected Stay() {}

        public Stay(User host, int nights) {
            this.host = host;
            this.nights = nights;
        }
    }

    /** One to one by a column of its own, and a part in a second table. */
    @Entity(name = "Profile")
    @SecondaryTable(name = "picture", foreignKey = @ForeignKey(name = "picture_profile_fk"))
    public static class Profile {
        @Id
        public long id;

        @OneToOne
        @JoinColumn(name = "user_id", foreignKey = @ForeignKey(name = "profile_user_fk"))
        public User user;

        @Column(table = "picture")
        public String picture;
    }

    /** The root of a hierarchy with a table for each class. */
    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public abstract static class Vehicle {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "owner_id")
        public User owner;
    }

    /** The one. */
    @Entity(name = "Car")
    public static class Car extends Vehicle {}

    /** The other. */
    @Entity(name = "Boat")
    public static class Boat extends Vehicle {}

    /** References one of two tables, which no foreign key can. */
    @Entity(name = "Trip")
    public static class Trip {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "vehicle_id")
        public Vehicle vehicle;
    }
}
