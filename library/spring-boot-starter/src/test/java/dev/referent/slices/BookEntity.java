package dev.referent.slices;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A book as Spring Data JPA stores it. */
@Entity
@Table(name = "book")
class BookEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "author_id")
    private int author;

    protected BookEntity() {}

    BookEntity(int author) {
        this.author = author;
    }
}
