package dev.referent.docs.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A parent. */
@Entity
public class Author {
    @Id
    long id;

    protected Author() {}

    public Author(long id) {
        this.id = id;
    }
}
