package dev.referent.hibernate.models;

import dev.referent.hibernate.models.Library.Author;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** Children of an author whose ids come from everywhere that ids come from. */
public final class Children {
    private Children() {}

    /** Returns them, with their parent. */
    public static Class<?>[] entities() {
        return new Class<?>[] {
            Author.class, Assigned.class, Identity.class, Sequence.class, TableId.class, Uuid.class, Deferred.class
        };
    }

    /** What they have in common. */
    @MappedSuperclass
    public abstract static class Child {
        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "author_id", foreignKey = @ForeignKey(name = "child_author_fk"))
        public Author author;
    }

    /** The application gives the id. */
    @Entity(name = "Assigned")
    public static class Assigned extends Child {
        @Id
        public long id;

        public Assigned() {}

        public Assigned(long id, Author author) {
            this.id = id;
            this.author = author;
        }
    }

    /** SQLite gives the id. */
    @Entity(name = "IdentityChild")
    public static class Identity extends Child {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        public Long id;
    }

    /** Hibernate imitates a sequence by a table. */
    @Entity(name = "SequenceChild")
    public static class Sequence extends Child {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        public Long id;
    }

    /** A table keeps the ids. */
    @Entity(name = "TableChild")
    public static class TableId extends Child {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        public Long id;
    }

    /** The id is random. */
    @Entity(name = "UuidChild")
    public static class Uuid extends Child {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        public UUID id;
    }

    /** The key is checked at commit. */
    @Entity(name = "DeferredChild")
    public static class Deferred {
        @Id
        public long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(
                name = "author_id",
                foreignKey = @ForeignKey(name = "deferred_fk", options = "deferrable initially deferred"))
        public Author author;
    }
}
