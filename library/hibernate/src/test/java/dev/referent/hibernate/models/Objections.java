package dev.referent.hibernate.models;

import dev.referent.hibernate.models.Library.Author;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import org.hibernate.annotations.View;

/** Associations whose foreign keys SQLite does not take, beside some that it takes. */
public final class Objections {
    private Objections() {}

    public static Class<?>[] entities() {
        return new Class<?>[] {Author.class, Summary.class, Note.class};
    }

    /** A parent that is a view. */
    @Entity(name = "Summary")
    @View(query = "select id as id from Author")
    public static class Summary {
        @Id
        public long id;
    }

    /** A child. */
    @Entity(name = "Note")
    public static class Note {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        public Long id;

        @ManyToOne
        @JoinColumn(foreignKey = @ForeignKey(name = "to_a_view"))
        public Summary summary;

        @ManyToOne
        @JoinColumn(
                name = "a1",
                foreignKey =
                        @ForeignKey(
                                name = "not_valid",
                                foreignKeyDefinition = "foreign key (a1) references Author(id) not valid"))
        public Author a1;

        @ManyToOne
        @JoinColumn(name = "a2", foreignKey = @ForeignKey(name = "not_enforced", options = "not enforced"))
        public Author a2;

        @ManyToOne
        @JoinColumn(
                name = "a3",
                foreignKey =
                        @ForeignKey(
                                name = "no_such_column",
                                foreignKeyDefinition = "foreign key (author) references Author(id)"))
        public Author a3;

        @ManyToOne
        @JoinColumn(
                name = "a4",
                foreignKey =
                        @ForeignKey(
                                name = "not_unique",
                                foreignKeyDefinition = "foreign key (a4) references Author(name)"))
        public Author a4;

        @ManyToOne
        @JoinColumn(
                name = "a5",
                foreignKey =
                        @ForeignKey(
                                name = "another_schema",
                                foreignKeyDefinition = "foreign key (a5) references public.Author(id)"))
        public Author a5;

        @ManyToOne
        @JoinColumn(
                name = "good",
                foreignKey =
                        @ForeignKey(
                                name = "good",
                                foreignKeyDefinition = "foreign key (good) references Author(id) on delete set null"))
        public Author good;

        @Column
        public String text;
    }
}
