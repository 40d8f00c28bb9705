package dev.referent.hibernate.models;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

/** Authors and their books. */
public final class Library {
    private Library() {}

    /** Returns its entities. */
    public static Class<?>[] entities() {
        return new Class<?>[] {Author.class, Book.class};
    }

    /** A parent; the id is assigned. */
    @Entity(name = "Author")
    public static class Author {
        @Id
        public long id;

        public String name;

        protected Author() {}

        public Author(long id) {
            this.id = id;
            this.name = "author " + id;
        }
    }

    /** A child; the id is the database's. */
    @Entity(name = "Book")
    public static class Book {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        public Long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "author_id", foreignKey = @ForeignKey(name = "book_author_fk"))
        public Author author;

        protected Book() {}

        public Book(Author author) {
            this.author = author;
        }
    }
}
