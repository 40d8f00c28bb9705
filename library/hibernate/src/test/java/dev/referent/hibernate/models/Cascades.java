package dev.referent.hibernate.models;

import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** Rows that go with a parent row and reference a table that is dropped before: Hibernate drops tables by their names. */
public final class Cascades {
    private Cascades() {}

    /** Returns the entities. */
    public static Class<?>[] entities() {
        return new Class<?>[] {Account.class, Post.class, Remark.class, Vote.class};
    }

    /** Whom everything belongs to. */
    @Entity(name = "Account")
    public static class Account {
        @Id
        public long id;
    }

    /** What is remarked on. */
    @Entity(name = "Post")
    public static class Post {
        @Id
        public long id;

        @ManyToOne
        public Account author;
    }

    /** Goes with its post, and with the remark that it answers. */
    @Entity(name = "Remark")
    public static class Remark {
        @Id
        public long id;

        @ManyToOne
        public Account author;

        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        public Post post;

        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        public Remark answered;
    }

    /** Goes with its remark by a key that the application declares itself. */
    @Entity(name = "Vote")
    public static class Vote {
        @Id
        public long id;

        @ManyToOne
        public Account voter;

        @ManyToOne
        @JoinColumn(
                name = "remark_id",
                foreignKey =
                        @ForeignKey(
                                name = "vote_remark_fk",
                                foreignKeyDefinition =
                                        "foreign key (remark_id) references Remark (id) on delete cascade"))
        public Remark remark;
    }
}
