package dev.referent.hibernate.models;

import dev.referent.hibernate.models.Library.Author;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinColumns;
import jakarta.persistence.ManyToOne;
import java.io.Serializable;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** An entity that has got associations since its table was made. */
public final class Grown {
    private Grown() {}

    public static Class<?>[] entities() {
        return new Class<?>[] {Author.class, Place.class, Letter.class};
    }

    /** A key of two columns. */
    @Embeddable
    public record PlaceId(String zip, String street) implements Serializable {}

    /** A parent with it. */
    @Entity(name = "Place")
    public static class Place {
        @EmbeddedId
        public PlaceId id;
    }

    /** The child, in whose table was the id alone. */
    @Entity(name = "OldLetter")
    public static class Letter {
        @Id
        public long id;

        @ManyToOne
        @JoinColumn(name = "sender_id", foreignKey = @ForeignKey(name = "letter_sender_fk"))
        @OnDelete(action = OnDeleteAction.SET_NULL)
        public Author sender;

        @ManyToOne
        @JoinColumn(
                name = "receiver_id",
                foreignKey =
                        @ForeignKey(
                                name = "letter_receiver_fk",
                                foreignKeyDefinition =
                                        "foreign key (receiver_id) references Author (id) on update cascade"))
        public Author receiver;

        @ManyToOne
        @JoinColumn(name = "answer_id", foreignKey = @ForeignKey(name = "letter_answer_fk"))
        public Letter answer;

        @ManyToOne
        @JoinColumn(name = "clerk_id", foreignKey = @ForeignKey(name = "letter_clerk_fk"))
        @ColumnDefault("7")
        public Author clerk;

        @ManyToOne
        @JoinColumns(
                value = {
                    @JoinColumn(name = "to_street", referencedColumnName = "street"),
                    @JoinColumn(name = "to_zip", referencedColumnName = "zip")
                },
                foreignKey = @ForeignKey(name = "letter_place_fk"))
        public Place place;
    }
}
